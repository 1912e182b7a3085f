import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeFailure, firstLineOf } from './describe-failure.ts';

describe('what is kept of a failure', () => {
  const fromServer = (message: string, fields: object) =>
    Object.assign(new Error(message), { name: 'error', severity: 'ERROR', ...fields });

  it.each([
    ['an error of ours', new TypeError('no room with this id'), 'TypeError: no room with this id'],
    [
      'a statement that the server refused, without its values',
      new Error('Failed query: insert into t values ($1)\nparams: 010-1234-5678', {
        cause: fromServer('duplicate key value violates unique constraint "t_pkey"', {
          ...{ code: '23505', constraint: 't_pkey', detail: 'Key (phone)=(010-1234-5678) already exists.' },
        }),
      }),
      'error 23505: duplicate key value violates unique constraint "t_pkey"',
    ],
    [
      'a value that the server could not read',
      fromServer('invalid input syntax for type uuid: "Kim Minji"', { code: '22P02' }),
      'error 22P02: invalid input syntax for type uuid: "…"',
    ],
    [
      'a payload that breaks its contract, each place of it',
      z.strictObject({ roomId: z.uuid(), seq: z.int() }).safeParse({ roomId: '010-1234-5678' }).error,
      'ZodError: roomId: Invalid UUID; seq: Invalid input: expected number, received undefined',
    ],
    ['something else that was thrown', 'a text', 'threw a string'],
  ])('is the line of %s', (_, error, line) => {
    expect(firstLineOf(describeFailure(error))).toBe(line);
    expect(describeFailure(error)).not.toMatch(/010-1234|Kim Minji/);
  });

  it('has the frames, and is of bounded length', () => {
    const description = describeFailure(new Error('x'.repeat(5_000)));
    expect(firstLineOf(description)).toHaveLength(300);
    expect(description).toMatch(/\n\s+at .*describe-failure\.test/);
  });
});

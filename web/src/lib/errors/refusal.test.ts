import { CombinedError } from '@urql/core';
import { describe, expect, it } from 'vitest';
import { refusalOf } from './refusal.ts';

const unplugged = new CombinedError({ networkError: new Error('unplugged') });
const say = (code: string, field: string | null) => `${code} at ${field}`;

describe('why nothing was done', () => {
  it.each([
    ['what the server said', { code: 'CONFLICT' }, undefined, 'CONFLICT', null],
    ['and where', { code: 'BAD_USER_INPUT', field: 'input.name' }, undefined, 'BAD_USER_INPUT', 'input.name'],
    ['what it said before what went wrong', { code: 'NOT_FOUND' }, unplugged, 'NOT_FOUND', null],
    ['what went wrong on the way', undefined, unplugged, 'NETWORK', null],
    ['nobody knows', undefined, undefined, 'INTERNAL', null],
  ])('%s', (_, refusal, error, code, field) => {
    expect(refusalOf(refusal, error, say)).toEqual({ text: `${code} at ${field}`, field });
  });
});

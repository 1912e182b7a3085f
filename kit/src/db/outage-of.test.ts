import { describe, expect, it } from 'vitest';
import { toPublicError } from '../errors/public-error.ts';
import { outageOf } from './outage-of.ts';

const withCode = (code: string) => Object.assign(new Error('said by the server'), { code });
const codeFor = (error: unknown) => toPublicError(outageOf(error))?.code ?? null;

describe('what a database could not do now', () => {
  it.each([
    ['a full pool, or a server that is frozen', new Error('timeout exceeded when trying to connect')],
    ['a connection that is lost', new Error('Connection terminated unexpectedly')],
    ['the next statement on it', new Error('Client was closed and is not queryable')],
    ['a server that nobody starts', withCode('ECONNREFUSED')],
    ['connection_failure', withCode('08006')],
    ['too_many_connections', withCode('53300')],
    ['admin_shutdown', withCode('57P01')],
    ['crash_shutdown', withCode('57P02')],
    ['cannot_connect_now', withCode('57P03')],
    ['deadlock_detected', withCode('40P01')],
    ['serialization_failure', withCode('40001')],
  ])('%s is DATABASE_UNAVAILABLE', (_, error) => {
    expect(codeFor(error)).toBe('DATABASE_UNAVAILABLE');
  });

  it.each(['57014', '55P03'])('%s is TIMED_OUT', (code) => {
    expect(codeFor(withCode(code))).toBe('TIMED_OUT');
  });

  it.each(['23505', '22012', '42P01', '25006', '57P04'])('%s is a mistake, and stays what it is', (code) => {
    expect(outageOf(withCode(code))).toBeNull();
  });

  it('keeps what the server said, for the log', () => {
    const error = withCode('57P01');
    expect(outageOf(error)?.cause).toBe(error);
  });
});

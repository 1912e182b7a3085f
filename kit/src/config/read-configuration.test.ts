import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readConfiguration } from './read-configuration.ts';
import { StartupError } from './startup-error.ts';
import { flag, httpUrl, logLevel, port, postgresUrl, redisPrefix, redisUrl, secret } from './variables.ts';

const read = (variables: Record<string, z.ZodType>, environment: Record<string, string>) =>
  readConfiguration(z.object(variables), environment);

describe('readConfiguration', () => {
  it('gives typed values and defaults, and ignores what the schema does not name', () => {
    const variables = z.object({ PORT: port.default(4000), MOIM_DEMO: flag.default(true) });
    expect(readConfiguration(variables, { MOIM_DEMO: '0', HOME: '/root' })).toEqual({
      PORT: 4000,
      MOIM_DEMO: false,
    });
  });

  it('takes an empty variable as one that is not set', () => {
    expect(read({ PORT: port.default(4000) }, { PORT: '  ' })).toEqual({ PORT: 4000 });
  });

  it('names every missing and every wrong variable in one sentence', () => {
    const start = () => read({ PORT: port, DATABASE_URL: postgresUrl }, { PORT: 'eighty' });
    expect(start).toThrow(StartupError);
    expect(start).toThrow('PORT must be a whole number from 0 to 65535; DATABASE_URL is not set.');
  });

  it('never repeats a value, because it may be a secret', () => {
    expect(() => read({ KEY: secret }, { KEY: 'hunter2' })).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('hunter2') }),
    );
  });
});

describe('the kinds of variables', () => {
  it.each([
    ['a port', port, ['0', '4000', '65535'], ['65536', '-1', '80.5', '0x50', '1e3']],
    ['a flag', flag, ['0', '1'], ['true', 'yes']],
    ['a log level', logLevel, ['silent', 'debug'], ['verbose']],
    [
      'a database',
      postgresUrl,
      ['postgres://u:p@h:5432/moim', 'postgresql://h/moim'],
      ['mysql://h/moim', 'postgres://h', 'h/moim'],
    ],
    [
      'a Redis',
      redisUrl,
      ['redis://h', 'redis://:p@h:6379/0', 'rediss://u:p@h/', 'redis://[::1]:6379'],
      ['h:6379', 'http://h', 'redis://', 'redis://h/name', 'redis://h/0?db=1'],
    ],
    ['a prefix', redisPrefix, ['moim', 'moim-2.test_x'], ['a b', 'a:b', 'x'.repeat(41)]],
    ['an address', httpUrl, ['http://identity:4001/x', 'https://a.example'], ['ftp://a', 'a.example']],
    ['a secret', secret, ['sixteen-letters!'], ['too short']],
  ])('%s takes what fits and refuses the rest', (_, variable, good, bad) => {
    for (const value of good) expect(variable.safeParse(value).success, value).toBe(true);
    for (const value of bad) expect(variable.safeParse(value).success, value).toBe(false);
  });
});

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAppConfiguration, root } from './configuration.ts';

describe('the configuration of npm start', () => {
  it('needs nothing from its environment', () => {
    expect(readAppConfiguration({})).toEqual({
      port: 4000,
      host: '127.0.0.1',
      dataFolder: join(root, '.moim'),
      hasDemo: true,
      databaseUrl: null,
      redisUrl: null,
      redisPrefix: 'moim',
      databaseUrls: new Map(),
      webOrigins: [],
      trustedProxies: [],
      roleSecret: null,
      logLevel: null,
    });
  });

  it('keeps its data where MOIM_DATA says', () => {
    expect(readAppConfiguration({ MOIM_DATA: '/srv/moim' }).dataFolder).toBe('/srv/moim');
    expect(readAppConfiguration({ MOIM_DATA: 'elsewhere' }).dataFolder).toBe(join(root, 'elsewhere'));
  });

  it.each([
    [{ PORT: 'http' }, 'PORT must be a whole number'],
    [{ MOIM_DEMO: 'no' }, 'MOIM_DEMO must be 0 or 1'],
    [{ DATABASE_URL: 'localhost' }, 'DATABASE_URL must look like postgres://'],
    [{ REDIS_URL: 'localhost' }, 'REDIS_URL must look like redis://'],
    [{ DATABASE_URL_TRAVEL: 'there' }, 'DATABASE_URL_TRAVEL must look like postgres://'],
    [{ WEB_ORIGINS: 'https://a.example/path' }, 'WEB_ORIGINS must be origins'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be silent'],
  ])('stops at %j', (environment, message) => {
    expect(() => readAppConfiguration(environment)).toThrow(message);
  });
});

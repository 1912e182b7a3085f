import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAppConfiguration, root } from './configuration.ts';
import { subgraphNames } from './subgraph-names.ts';

const noReplicas = new Map(subgraphNames.map((name) => [name, []]));

describe('the configuration of npm start', () => {
  it('needs nothing from its environment', () => {
    expect(readAppConfiguration({})).toEqual({
      port: 4000,
      host: '127.0.0.1',
      dataFolder: join(root, '.moim'),
      extensionsFolder: join(root, '.moim/extensions'),
      extensionEventBytes: 1_048_576,
      hasDemo: true,
      hasReplica: true,
      databaseUrl: null,
      redisUrl: null,
      redisPrefix: 'moim',
      databaseUrls: new Map(),
      replicaUrls: noReplicas,
      webOrigins: [],
      trustedProxies: [],
      points: { perOperation: 5_000, bucket: 20_000, perSecond: 2_000 },
      effort: { atOnce: 600, perSecond: 100 },
      connectionsPerAddress: 4_096,
      deadlineMs: 10_000,
      adhoc: 'authenticated',
      roleSecret: null,
      logLevel: null,
    });
  });

  it('keeps its data where MOIM_DATA says', () => {
    expect(readAppConfiguration({ MOIM_DATA: '/srv/moim' }).dataFolder).toBe('/srv/moim');
    expect(readAppConfiguration({ MOIM_DATA: 'elsewhere' }).dataFolder).toBe(join(root, 'elsewhere'));
  });

  it('gives each subgraph the replicas of its own database', () => {
    const { replicaUrls } = readAppConfiguration({
      DATABASE_URL: 'postgres://a@h/d',
      DATABASE_REPLICA_URLS: 'postgres://a@r/d,postgres://a@s/d',
      DATABASE_URL_TRAVEL: 'postgres://a@h/t',
      DATABASE_URL_CALENDAR: 'postgres://a@h/c',
      DATABASE_REPLICA_URLS_CALENDAR: 'postgres://a@r/c',
    });
    expect(replicaUrls.get('identity')).toEqual(['postgres://a@r/d', 'postgres://a@s/d']);
    expect(replicaUrls.get('travel')).toEqual([]);
    expect(replicaUrls.get('calendar')).toEqual(['postgres://a@r/c']);
  });

  it.each([
    [{ PORT: 'http' }, 'PORT must be a whole number'],
    [{ MOIM_DEMO: 'no' }, 'MOIM_DEMO must be 0 or 1'],
    [{ DATABASE_URL: 'localhost' }, 'DATABASE_URL must look like postgres://'],
    [{ REDIS_URL: 'localhost' }, 'REDIS_URL must look like redis://'],
    [{ DATABASE_URL_TRAVEL: 'there' }, 'DATABASE_URL_TRAVEL must look like postgres://'],
    [{ DATABASE_REPLICA_URLS: 'postgres://a@r/d' }, 'DATABASE_REPLICA_URLS is set, but the database'],
    [{ DATABASE_REPLICA_URLS_TRAVEL: 'postgres://a@r/d' }, 'set DATABASE_URL_TRAVEL too'],
    [{ MOIM_REPLICA: 'yes' }, 'MOIM_REPLICA must be 0 or 1'],
    [{ WEB_ORIGINS: 'https://a.example/path' }, 'WEB_ORIGINS must be origins'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be silent'],
  ])('stops at %j', (environment, message) => {
    expect(() => readAppConfiguration(environment)).toThrow(message);
  });
});

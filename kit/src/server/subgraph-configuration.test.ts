import { describe, expect, it } from 'vitest';
import { readSubgraphConfiguration } from './subgraph-configuration.ts';

const complete = { DATABASE_URL: 'postgres://a@h/d', INTERNAL_TOKEN_PUBLIC_KEY: 'k' };

describe('the environment of one subgraph', () => {
  it('prefers a database of its own', () => {
    const own = { ...complete, DATABASE_URL_MESSAGING: 'postgres://b@h/d' };
    expect(readSubgraphConfiguration('messaging', own).databaseUrl).toBe('postgres://b@h/d');
    expect(readSubgraphConfiguration('identity', own).databaseUrl).toBe('postgres://a@h/d');
  });

  it('finds the others by their variables', () => {
    const { subgraphUrls } = readSubgraphConfiguration('messaging', {
      ...complete,
      SUBGRAPH_URL_IDENTITY: 'http://127.0.0.1:4001, http://127.0.0.1:4002',
    });
    expect([...subgraphUrls]).toEqual([
      ['identity', [new URL('http://127.0.0.1:4001'), new URL('http://127.0.0.1:4002')]],
    ]);
  });

  it('takes the replicas of the database that it has', () => {
    const common = { ...complete, DATABASE_REPLICA_URLS: 'postgres://r@a/d,postgres://r@b/d' };
    expect(readSubgraphConfiguration('messaging', common).replicaUrls).toHaveLength(2);
    const own = { ...common, DATABASE_URL_MESSAGING: 'postgres://b@h/d' };
    expect(readSubgraphConfiguration('messaging', own).replicaUrls).toEqual([]);
  });

  it.each([
    [{ INTERNAL_TOKEN_PUBLIC_KEY: 'k' }, 'DATABASE_URL_MESSAGING is not set, nor is DATABASE_URL.'],
    [{ DATABASE_URL: 'postgres://a@h/d' }, 'INTERNAL_TOKEN_PUBLIC_KEY is not set.'],
    [{ ...complete, SUBGRAPH_URL_IDENTITY: 'here' }, 'SUBGRAPH_URL_IDENTITY must be an http or https URL.'],
    [{ ...complete, REDIS_URL: 'localhost:6379' }, 'REDIS_URL must look like redis://'],
    [{ ...complete, PORT: 'x' }, 'PORT must be a whole number from 0 to 65535.'],
  ])('names what is wrong in %j', (environment, message) => {
    expect(() => readSubgraphConfiguration('messaging', environment)).toThrow(message);
  });
});

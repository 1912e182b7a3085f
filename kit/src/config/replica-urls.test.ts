import { describe, expect, it } from 'vitest';
import { readReplicaUrls } from './replica-urls.ts';

const [a, b, c] = ['postgres://r@a/moim', 'postgres://r@b/moim', 'postgres://r@c/travel'];
const common = { DATABASE_REPLICA_URLS: `${a}, ${b}` };

describe('the replicas of a subgraph', () => {
  it.each([
    { has: 'nothing', environment: {}, hasOwnDatabase: false, urls: [] },
    { has: 'an empty list', environment: { DATABASE_REPLICA_URLS: ' ' }, hasOwnDatabase: false, urls: [] },
    { has: 'a common list', environment: common, hasOwnDatabase: false, urls: [a, b] },
    { has: 'another database than the list', environment: common, hasOwnDatabase: true, urls: [] },
    {
      ...{ has: 'a list of its own', hasOwnDatabase: true, urls: [c] },
      environment: { ...common, DATABASE_REPLICA_URLS_TRAVEL: c },
    },
  ])('are $urls when it has $has', ({ environment, hasOwnDatabase, urls }) => {
    expect(readReplicaUrls(environment, { subgraph: 'travel', hasOwnDatabase })).toEqual(urls);
  });

  it.each([
    [{ DATABASE_REPLICA_URLS: `${a},` }, /^DATABASE_REPLICA_URLS must look like postgres:/],
    [
      { DATABASE_REPLICA_URLS_TRAVEL: `${c}, http://b/moim` },
      /^DATABASE_REPLICA_URLS_TRAVEL must look like postgres:/,
    ],
    [{ DATABASE_REPLICA_URLS_TRAVEL: 'replica' }, /^DATABASE_REPLICA_URLS_TRAVEL must look like postgres:/],
  ])('are refused as in %j', (environment, message) => {
    expect(() => readReplicaUrls(environment, { subgraph: 'travel', hasOwnDatabase: false })).toThrow(
      message,
    );
  });
});

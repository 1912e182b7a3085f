import { buildSchema, parse } from 'graphql';
import pino from 'pino';
import { expect, it } from 'vitest';
import { DatabaseUnavailableError } from '../errors/outage-error.ts';
import { MemoryBus } from '../live/memory-bus.ts';
import { MemoryKeyValueStore } from '../live/memory-key-value.ts';
import { hostSubgraph } from './host.ts';

const unreached = () => {
  throw new Error('not in this test');
};
const log = pino({ enabled: false });
const away = new Error('the database system is starting up');

it('answers a mutation that can tell no position as one that may be tried again', async () => {
  const hosted = hostSubgraph(
    {
      ...{ name: 'notes', schema: buildSchema('type Query { n: Int } type Mutation { note: Int }') },
      ...{ context: () => ({}), routes: [], triggers: { consumers: [], jobs: [] } },
      migrations: new URL('file:///none/'),
    },
    {
      db: {
        read: { named: unreached },
        write: { named: unreached, transaction: unreached },
        replicated: {
          ...{ reading: unreached, lag: () => null },
          position: () => Promise.reject(new DatabaseUnavailableError({ cause: away })),
        },
      },
      ...{ bus: new MemoryBus(log), keyValue: new MemoryKeyValueStore(), jobs: { send: unreached } },
      ...{ log, now: () => new Date(0), newId: unreached },
    },
  );
  const identity = { viewer: null, isService: false, requestId: 'r1' };
  const { data, errors } = await hosted.execute({ document: parse('mutation { note }'), identity });
  expect(data).toBeUndefined();
  expect(errors?.map(({ extensions }) => extensions)).toEqual([
    { code: 'SUBGRAPH_UNAVAILABLE', retryable: true, requestId: 'r1' },
  ]);
});

import type { ExecutionResult } from 'graphql';
import { expect, it, vi } from 'vitest';
import { MemoryKeyValueStore } from '@moim/kit/live/memory-key-value.ts';
import { Deadline } from '../execution/deadline.ts';
import type { SubgraphOperation } from '../execution/subgraph-connection.ts';
import { Freshness } from '../freshness/freshness.ts';
import { serviceCaller } from './caller.ts';
import { SubgraphPort } from './subgraph-port.ts';

const query = 'query($representations:[_Any!]!){_entities(representations:$representations){...on A{id}}}';
const request = { subgraph: 'rooms', query, operationName: undefined, variableNames: ['representations'] };

/** Before a subgraph that answers when it is let. */
function setUp() {
  const { promise, resolve } = Promise.withResolvers<ExecutionResult>();
  const execute = vi.fn((_operation: SubgraphOperation) => promise);
  const refuse = () => {
    throw new Error('not asked');
  };
  const connection = {
    name: 'rooms',
    execute,
    subscribe: refuse,
    fetch: refuse,
    close: async () => undefined,
  };
  const onLate = vi.fn();
  const port = new SubgraphPort(connection, new Freshness({ keyValue: new MemoryKeyValueStore() }), onLate);
  const ask = (id: string, deadline: Deadline) =>
    port.ask(request, { representations: [id] }, serviceCaller(id), deadline, true);
  return { ask, answer: resolve, execute, onLate };
}

it('an event that has no time left takes the answer from nobody who asked with it', async () => {
  const { ask, answer, execute, onLate } = setUp();
  const [short, long] = [new Deadline(() => 0), new Deadline(() => 0)];
  const noOthers = { end: () => undefined };
  short.beginAmong(noOthers, 50);
  long.beginAmong(noOthers, 9_000);
  const [late, inTime] = [ask('a', short), ask('b', long)];
  await vi.waitFor(() => expect(execute).toHaveBeenCalledOnce());
  short.pass();
  expect((await late).errors?.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
    [['_entities', 0], 'TIMED_OUT'],
  ]);
  expect(onLate).toHaveBeenCalledExactlyOnceWith('rooms');
  answer({ data: { _entities: [{ id: 'a' }, { id: 'b' }] } });
  expect(await inTime).toEqual({ data: { _entities: [{ id: 'b' }] } });
  expect(execute.mock.calls[0]?.[0].deadlineAtMs).toBeGreaterThan(8_000);
});

import type { ExecutionResult } from 'graphql';
import { describe, expect, it } from 'vitest';
import { MemoryKeyValueStore } from '@moim/kit/live/memory-key-value.ts';
import { Deadline } from '../execution/deadline.ts';
import { guardConnection } from '../execution/guard-connection.ts';
import type { SubgraphOperation } from '../execution/subgraph-connection.ts';
import { WriteClock } from '../execution/write-clock.ts';
import { Freshness } from '../freshness/freshness.ts';
import { serviceCaller } from './caller.ts';
import { SubgraphPort } from './subgraph-port.ts';

/** A subgraph that takes one request at a time, and answers when it is let. */
function setUp() {
  const begun: { readonly operation: SubgraphOperation; readonly answer: (it: ExecutionResult) => void }[] =
    [];
  const connection = guardConnection(
    {
      name: 'rooms',
      execute: (operation) => {
        const { promise, resolve } = Promise.withResolvers<ExecutionResult>();
        begun.push({ operation, answer: resolve });
        return promise;
      },
      subscribe: () => {
        throw new Error('not asked');
      },
      fetch: () => Promise.reject(new Error('not asked')),
      close: () => Promise.resolve(),
    },
    { changes: new WriteClock(), limits: { maxRunning: 1, maxWaiting: 10, waitMs: 5_000 } },
  );
  const port = new SubgraphPort(
    connection,
    new Freshness({ keyValue: new MemoryKeyValueStore() }),
    () => undefined,
  );
  const change = (text: string) => {
    const deadline = new Deadline();
    deadline.begin(10_000);
    const query = `mutation{post(text:"${text}"){id}}`;
    const request = { subgraph: 'rooms', query, operationName: undefined, variableNames: [] };
    const answered = port.ask(request, {}, serviceCaller('r'), deadline).finally(() => deadline.end());
    return { deadline, answered };
  };
  const texts = () => begun.map(({ operation }) => /"(.*)"/.exec(operation.query)?.[1]);
  return { change, begun, texts };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a mutation whose client leaves', () => {
  it('is not begun while it waits for its turn', async () => {
    const { change, begun, texts } = setUp();
    const [first, second, third] = [change('one'), change('two'), change('three')];
    await settled();
    second.deadline.leaveUncommitted();
    expect((await second.answered).errors).toHaveLength(1);
    begun[0]?.answer({ data: {} });
    await first.answered;
    await settled();
    expect(texts()).toEqual(['one', 'three']);
    begun[1]?.answer({ data: {} });
    await third.answered;
  });

  it('is ended when it has begun', async () => {
    const { change, begun } = setUp();
    const { deadline, answered } = change('one');
    await settled();
    deadline.leaveUncommitted();
    expect(begun[0]?.operation.signal?.aborted).toBe(false);
    begun[0]?.answer({ data: { post: { id: '1' } } });
    expect(await answered).toEqual({ data: { post: { id: '1' } } });
  });
});

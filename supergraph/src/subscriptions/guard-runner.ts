import type { DocumentNode } from 'graphql';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { Deadline } from '../execution/deadline.ts';
import type { PreparedOperation } from '../execution/prepared-operation.ts';
import type { Graph } from '../graph/graph.ts';
import type { RunGuard } from './guard.ts';

/**
 * A guard is an operation of the graph like any other, asked by the viewer himself.
 *
 * @param current - the one that is served now
 */
export function guardRunner(current: () => Graph): RunGuard {
  // Beside the plans of clients, whose lookups are counted: a guard is asked again every few seconds.
  const known = new WeakMap<Graph, WeakMap<DocumentNode, PreparedOperation>>();
  return async (guard, variables, credential, withinMs) => {
    const caller = await credential.caller(newUuid());
    const graph = current();
    const ready = known.get(graph) ?? new WeakMap<DocumentNode, PreparedOperation>();
    const operation = { document: guard, operationName: undefined };
    const prepared = ready.get(guard) ?? (await graph.prepare(operation, caller));
    known.set(graph, ready.set(guard, prepared));
    const deadline = new Deadline();
    const timer = withinMs === undefined ? undefined : setTimeout(() => deadline.pass(), withinMs);
    try {
      return await graph.execute(prepared, { variables, caller, deadline });
    } finally {
      clearTimeout(timer);
    }
  };
}

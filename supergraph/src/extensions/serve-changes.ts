import { setTimeout as sleep } from 'node:timers/promises';
import type { SupergraphServer } from '../server.ts';
import type { ExtendedGraph } from './extended-graph.ts';

/** Milliseconds between two looks at the folder. */
const lookEveryMs = 1_000;

/**
 * Serves what was added, and from then on what is added and taken out as it comes: one look after the other, so that
 * a slow load is never overtaken. A server that has its own graph has that whatever was added to it.
 *
 * @returns how to stop, after the first look; that resolves when nothing is being loaded
 */
export async function serveChanges(
  graph: Pick<ExtendedGraph, 'refresh'>,
  server: Pick<SupergraphServer, 'reload'>,
): Promise<() => Promise<void>> {
  const look = (): Promise<void> =>
    graph.refresh(({ supergraphSdl, connections, variants }) =>
      server.reload(supergraphSdl, connections, variants),
    );
  await look();
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = (async () => {
    while (!signal.aborted) {
      await sleep(lookEveryMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      await look();
    }
  })();
  return async () => {
    stopping.abort();
    await running;
  };
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Door } from './access/door.ts';
import type { SubgraphConnection } from './execution/subgraph-connection.ts';
import { acceptsEvents } from './http/accepts-events.ts';
import { createSseHandler } from './http/graphql-sse.ts';
import { createGraphQLSocket, type GraphQLSocket } from './http/graphql-ws.ts';
import { loadServing, readerLimits, type Serving, type ServingOptions } from './reload/serving.ts';
import { retire } from './reload/retire.ts';
import { warmUp } from './reload/warm-up.ts';
import type { OpenPlanning } from './planning/planning.ts';
import { SubscriptionHub } from './subscriptions/hub.ts';
import type { Spread } from './subscriptions/spread.ts';

/** What the variants of one server have in common. */
export interface VariantOptions extends ServingOptions {
  /** Milliseconds between checks of open streams. */
  readonly recheckEveryMs?: number | undefined;
  /** Over which live subscriptions go over to another supergraph. */
  readonly spread?: Spread | undefined;
}

/** A supergraph that could be served. */
export interface Prepared {
  /** Serves it from now on. Resolves when nobody uses the one before any more. */
  turnTo(): Promise<void>;
  /** It will not be served. */
  discard(): Promise<void>;
}

/** One supergraph served at one path, over every transport; another may take its place. */
export interface Variant {
  /** Of the supergraph that is served now. */
  readonly door: Door;
  readonly hub: SubscriptionHub;
  readonly socket: GraphQLSocket;
  /** The text that it was last loaded from. */
  readonly supergraph: string;
  /** GraphQL over HTTP, and as events for those who accept them. */
  serve(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /**
   * Loads another supergraph and plans what this one is asked most, and its live subscriptions. Nothing has changed yet.
   *
   * @param openPlanning - where operations of the other one are planned
   * @param signal - after which nothing more is planned: it will not be served
   * @throws where it cannot be served
   */
  prepare(
    supergraph: string,
    connections: readonly SubgraphConnection[],
    openPlanning: OpenPlanning,
    signal: AbortSignal,
  ): Promise<Prepared>;
  /**
   * Ends sockets and streams.
   *
   * @param spreadMs - milliseconds over which sockets are closed
   * @param leftMs - milliseconds for the queries and mutations that they are still waiting for
   */
  endStreams(spreadMs: number, leftMs: number): Promise<void>;
  /** After the last request. */
  close(): Promise<void>;
}

export async function openVariant(
  supergraph: string,
  connections: readonly SubgraphConnection[],
  options: VariantOptions,
  openPlanning: OpenPlanning,
): Promise<Variant> {
  const { freshness, metrics, recheckEveryMs, spread } = options;
  const hub = new SubscriptionHub({
    ...{ freshness, metrics },
    ...(recheckEveryMs === undefined ? {} : { guardEveryMs: recheckEveryMs }),
    ...(spread && { spread }),
  });
  let current = {
    supergraph,
    serving: await loadServing(supergraph, connections, options, hub, openPlanning),
  };
  await hub.turnTo(current.serving.generation);
  const rechecks = recheckEveryMs === undefined ? {} : { recheckEveryMs };
  const socket = createGraphQLSocket({ serving: () => current.serving, ...rechecks });

  const events = createSseHandler(() => current.serving, readerLimits(options));

  async function turnTo(next: { supergraph: string; serving: Serving }): Promise<void> {
    const before = current.serving;
    current = next;
    await hub.turnTo(next.serving.generation);
    await retire(before);
  }

  return {
    get door() {
      return current.serving.door;
    },
    get supergraph() {
      return current.supergraph;
    },
    ...{ hub, socket },
    serve: (request, response) =>
      acceptsEvents(request.headers.accept)
        ? events(request, response)
        : current.serving.answer(request, response),
    prepare: async (text, through, openNext, signal) => {
      const serving = await loadServing(text, through, options, hub, openNext);
      const warmed = warmUp(serving, current.serving, signal).then(() =>
        hub.expectIn(serving.generation, signal),
      );
      await warmed.catch(async (error: unknown) => {
        await serving.close();
        throw error;
      });
      return { turnTo: () => turnTo({ supergraph: text, serving }), discard: () => serving.close() };
    },
    endStreams: async (spreadMs, leftMs) => {
      await current.serving.runner.idle(leftMs);
      await socket.close(spreadMs);
      hub.close();
    },
    close: () => current.serving.close(),
  };
}

import type { ExecutionResult } from 'graphql';
import { closableStream } from './closable-stream.ts';
import type { SubgraphOperation } from './subgraph-connection.ts';
import type { SubgraphStreams } from './subgraph-streams.ts';

/** Milliseconds that a socket without streams is kept for the next one. */
const lingerMs = 10_000;

interface CallerSocket {
  readonly streams: SubgraphStreams;
  open: number;
  lingering: NodeJS.Timeout | undefined;
}

/**
 * A socket for each Authorization: where nothing of ours says who asks, a subgraph learns it when the socket is
 * opened, and only then.
 */
export function socketsByCaller(
  open: (authorization: string | undefined) => SubgraphStreams,
): SubgraphStreams {
  const sockets = new Map<string | undefined, CallerSocket>();

  function enter(authorization: string | undefined): CallerSocket {
    const socket = sockets.get(authorization) ?? {
      ...{ streams: open(authorization), open: 0, lingering: undefined },
    };
    clearTimeout(socket.lingering);
    socket.open += 1;
    sockets.set(authorization, socket);
    return socket;
  }

  function leave(authorization: string | undefined, socket: CallerSocket): void {
    socket.open -= 1;
    if (socket.open > 0) return;
    const end = (): void => {
      sockets.delete(authorization);
      void socket.streams.close().catch(() => undefined);
    };
    socket.lingering = setTimeout(end, lingerMs).unref();
  }

  return {
    subscribe: (operation) => subscribeIn(operation, enter, leave),
    close: async () => {
      for (const { lingering } of sockets.values()) clearTimeout(lingering);
      await Promise.all([...sockets.values()].map(({ streams }) => streams.close()));
    },
  };
}

/** Enters when it is first read, and leaves once, however it ends. */
function subscribeIn(
  operation: SubgraphOperation,
  enter: (authorization: string | undefined) => CallerSocket,
  leave: (authorization: string | undefined, socket: CallerSocket) => void,
): AsyncGenerator<ExecutionResult, void, void> {
  const { authorization } = operation;
  let socket: CallerSocket | undefined;
  let stream: AsyncGenerator<ExecutionResult, void, void> | undefined;
  const end = (): void => {
    if (socket) leave(authorization, socket);
    socket = undefined;
  };
  return closableStream({
    next: async () => {
      stream ??= (socket = enter(authorization)).streams.subscribe(operation);
      try {
        const next = await stream.next();
        if (next.done) end();
        return next;
      } catch (error) {
        end();
        throw error;
      }
    },
    close: async () => {
      await stream?.return();
      end();
    },
  });
}

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { CloseCode, handleProtocols } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import { endSockets } from '@moim/kit/server/end-sockets.ts';
import { maxMessageBytes } from '../limits/operation-limits.ts';
import type { OpenSockets } from '../metrics/watch-streams.ts';
import { AfterCrowd } from './after-crowd.ts';
import { ClientSocket } from './client-socket.ts';
import { collectGarbage, giveMemoryBack } from './collect-garbage.ts';
import { KeepAlive } from './keep-alive.ts';
import { LastOnly } from './last-only.ts';
import { SocketConnection, type SocketHost } from './socket-connection.ts';
import type { StreamServing } from './stream-serving.ts';

export interface GraphQLSocketOptions {
  /** The one that new operations begin with. */
  readonly serving: () => StreamServing;
  /** Milliseconds between checks of an open socket's credential. */
  readonly recheckEveryMs?: number;
}

export interface GraphQLSocket {
  /** Takes over an HTTP upgrade whose path and origin have been checked. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  readonly open: OpenSockets;
  /** @param spreadMs - milliseconds over which open sockets are closed */
  close(spreadMs: number): Promise<void>;
}

/** Milliseconds between pings: with the answer each costs as much as two deliveries. */
const pingEveryMs = 25_000;

/**
 * graphql-transport-ws for clients. `connection_init` carries `{ authorization: "Bearer …" }`, or
 * nothing for an anonymous socket; a `ping` with the same payload renews the token of an open
 * socket, so that its subscriptions outlive it.
 */
export function createGraphQLSocket({ serving, recheckEveryMs }: GraphQLSocketOptions): GraphQLSocket {
  const server = new WebSocketServer({
    ...{ noServer: true, clientTracking: false, maxPayload: maxMessageBytes, handleProtocols },
    WebSocket: ClientSocket,
  });
  const open = new KeepAlive<ClientSocket>(pingEveryMs);
  const crowd = new AfterCrowd({ collect: collectGarbage, giveBack: giveMemoryBack });
  const host: SocketHost = {
    ...{ serving, recheckEveryMs, renewing: new LastOnly<SocketConnection>() },
    greeted: () => crowd.note(),
    forget: (socket) => open.delete(socket),
  };

  /** @param address - told now: the request itself would stay in memory with the socket */
  function accept(socket: ClientSocket, stream: Duplex, address: string): void {
    open.add(socket);
    socket.listenBy(new SocketConnection(host, socket, address), stream);
    if (socket.protocol === '')
      socket.close(CloseCode.SubprotocolNotAcceptable, 'Subprotocol not acceptable');
  }

  return {
    get open() {
      const { sockets } = open;
      const bufferedBytes = sockets.reduce((sum, socket) => sum + socket.bufferedAmount, 0);
      return { sockets: sockets.length, bufferedBytes };
    },
    upgrade: (request, stream, head) =>
      server.handleUpgrade(request, stream, head, (socket) =>
        accept(socket, stream, serving().door.originOf(request).address),
      ),
    close: async (spreadMs) => {
      await endSockets(open.sockets, spreadMs);
      open.close();
      crowd.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

import { connect, createServer, type Socket } from 'node:net';
import { once } from 'node:events';

/** A TCP relay on loopback that can play a broken network. */
export interface TcpProxy {
  readonly port: number;
  /** Half-open: connections stay up and new ones are accepted, but no byte passes any more. */
  freeze(): void;
  /** Ends every connection; new ones pass again. */
  heal(): void;
  close(): Promise<void>;
}

/** Between a client and a port of this machine, to be cut or frozen by the test. */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let isFrozen = false;

  const relay = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.on('data', (chunk) => isFrozen || to.write(chunk));
    from.on('error', () => to.destroy());
    from.on('close', () => {
      sockets.delete(from);
      if (!isFrozen) to.destroy();
    });
  };
  const server = createServer((client) => {
    const upstream = connect(targetPort, '127.0.0.1');
    relay(client, upstream);
    relay(upstream, client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const cut = () => sockets.forEach((socket) => socket.destroy());

  return {
    port: typeof address === 'object' && address ? address.port : 0,
    freeze: () => void (isFrozen = true),
    heal: () => {
      isFrozen = false;
      cut();
    },
    close: async () => {
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

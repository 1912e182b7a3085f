import type { Server } from 'node:http';
import { type DrainLimits, drainServer, quickLimits } from './drain-server.ts';

export interface ListenAddress {
  /** 0 lets the system choose. */
  readonly port: number;
  readonly host: string;
  /** True: another process may listen there too, while one takes over from the other. */
  readonly isShared?: boolean;
}

export interface ListeningServer {
  readonly server: Server;
  readonly port: number;
  /** Stops accepting, lets requests end, ends sockets; quick unless told otherwise. */
  readonly close: (limits?: DrainLimits) => Promise<void>;
}

/** Starts listening; rejects with the system's error, e.g. EADDRINUSE. */
export async function listen(
  server: Server,
  { port, host, isShared = false }: ListenAddress,
  endSockets: (spreadMs: number) => Promise<void> = () => Promise.resolve(),
): Promise<ListeningServer> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, reusePort: isShared }, resolve);
  });
  const address = server.address();
  return {
    server,
    port: typeof address === 'object' && address ? address.port : port,
    close: (limits = quickLimits) => drainServer(server, limits, endSockets),
  };
}

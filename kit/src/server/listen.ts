import type { Server } from 'node:http';

export interface ListenAddress {
  /** 0 lets the system choose. */
  readonly port: number;
  readonly host: string;
}

export interface ListeningServer {
  readonly server: Server;
  readonly port: number;
  /** Stops accepting, ends open connections. */
  close(): Promise<void>;
}

/** Starts listening; rejects with the system's error, e.g. EADDRINUSE. */
export async function listen(
  server: Server,
  { port, host }: ListenAddress,
  beforeClose: () => Promise<void> = () => Promise.resolve(),
): Promise<ListeningServer> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    server,
    port: typeof address === 'object' && address ? address.port : port,
    close: async () => {
      await beforeClose();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

import { createServer } from 'node:net';
import { StartupError } from '@moim/kit/config/startup-error.ts';

export interface Address {
  /** 0 lets the system choose. */
  readonly port: number;
  readonly host: string;
}

/**
 * Finds out before anything else is started whether we may listen there.
 *
 * @throws {StartupError} when not
 */
export async function assertPortIsFree(address: Address): Promise<void> {
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', (error) => reject(explainListenError(error, address)));
  server.listen(address.port, address.host, () => server.close(() => resolve()));
  await promise;
}

/** The error itself when it is none of the usual ones. */
export function explainListenError(error: unknown, { port, host }: Address): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE')
    return new StartupError(
      `Port ${port} is taken by another program: stop it, or choose another port, e.g. PORT=${port === 65_535 ? 4001 : port + 1} npm start.`,
    );
  if (code === 'EACCES')
    return new StartupError(
      `Only an administrator may listen on port ${port}: choose one above 1023 with PORT.`,
    );
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new StartupError(`HOST is "${host}", which is no address of this machine.`);
  return error;
}

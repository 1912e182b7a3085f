import { createServer } from 'node:net';

const first = 15_432;
/** Below the ports that the system hands to outgoing connections. */
const last = 32_767;
/** A port is free until its program listens, which is later than the next one is asked for. */
const givenOut = new Set<number>();

/**
 * A port on 127.0.0.1 that nobody listens on now; never one that this process was given before.
 *
 * @param random - in [0, 1); where the search begins, so that parallel starts rarely meet
 */
export async function findFreePort(random: () => number = Math.random): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = first + Math.floor(random() * (last - first + 1));
    if (givenOut.has(port)) continue;
    givenOut.add(port);
    if (await isFreePort(port)) return port;
  }
  throw new Error(`no free port between ${first} and ${last}`);
}

/** Says that a port is somebody's, who does not listen on it yet. */
export const keepPort = (port: number): void => void givenOut.add(port);

/** Whether nobody listens there on 127.0.0.1 now. */
export function isFreePort(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

/** Writes to a client that may be slow, and waits until it has taken it in or is gone. */
export async function writeChunk(response: ServerResponse, text: string): Promise<void> {
  if (response.destroyed || response.write(text)) return;
  const gone = new AbortController();
  const leave = () => gone.abort();
  response.once('close', leave);
  await once(response, 'drain', { signal: gone.signal }).catch(() => undefined);
  response.off('close', leave); // a stream of a slow reader waits here thousands of times
}

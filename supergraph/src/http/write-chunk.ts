import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

/** How long a client may take in nothing. */
export interface ReaderLimits {
  /** Milliseconds for each 64 KiB. */
  readonly stalledMs?: number | undefined;
  /** Told of a client that was cut off for it. */
  readonly onStalled?: (() => void) | undefined;
}

/** Of what is written at once: no more than this waits in the socket for a client that does not read. */
const maxBytes = 65_536;
const defaultStalledMs = 30_000;

/**
 * Writes to a client that may be slow, and waits until it has taken it in or is gone. Who takes in nothing for too
 * long is cut off.
 */
export async function writeChunk(
  response: ServerResponse,
  chunk: string | Uint8Array,
  limits: ReaderLimits = {},
): Promise<void> {
  if (chunk.length <= maxBytes) return writePiece(response, chunk, limits);
  const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  for (let at = 0; at < bytes.length && !response.destroyed; at += maxBytes)
    await writePiece(response, bytes.subarray(at, at + maxBytes), limits);
}

async function writePiece(
  response: ServerResponse,
  piece: string | Uint8Array,
  { stalledMs = defaultStalledMs, onStalled }: ReaderLimits,
): Promise<void> {
  if (response.destroyed || response.write(piece)) return;
  const gone = new AbortController();
  const leave = () => gone.abort();
  const cut = () => {
    onStalled?.();
    response.destroy();
  };
  const timer = setTimeout(cut, stalledMs);
  response.once('close', leave);
  await once(response, 'drain', { signal: gone.signal }).catch(() => undefined);
  clearTimeout(timer);
  response.off('close', leave); // a stream of a slow reader waits here thousands of times
}

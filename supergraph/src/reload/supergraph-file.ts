import { type StatsListener, unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';

/**
 * Looks again and again whether a file has changed, and hands on what is in it then. What cannot be read or served
 * changes nothing: the next change is another attempt.
 *
 * @param everyMs - milliseconds between looks
 * @returns how to stop
 */
export function watchSupergraphFile(
  path: string,
  everyMs: number,
  serve: (supergraphSdl: string) => Promise<void>,
  log: Pick<Logger, 'error'>,
): () => void {
  let served: string | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const look = async (): Promise<void> => {
    const text = await readFile(path, 'utf8');
    if (text === served) return; // it was seen while it was being written
    await serve(text);
    served = text;
  };
  const onChange: StatsListener = (now, before) => {
    if (now.mtimeMs === before.mtimeMs && now.size === before.size && now.ino === before.ino) return;
    last = last
      .then(look)
      .catch((error: unknown) => log.error({ err: error, path }, 'the supergraph file cannot be served'));
  };
  watchFile(path, { interval: everyMs, persistent: false }, onChange);
  return () => unwatchFile(path, onChange);
}

import { type StatsListener, unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';

export interface WatchedFile {
  readonly path: string;
  /** Text that was read when the process began; it may have changed since. */
  readonly served: string;
  /** Milliseconds between looks. */
  readonly everyMs: number;
}

/**
 * Looks again and again whether a file has changed, and hands on what is in it then. What cannot be read or served
 * changes nothing: the next change is another attempt.
 *
 * @returns how to stop; that resolves when nothing is being served any more
 */
export function watchSupergraphFile(
  file: WatchedFile,
  serve: (supergraphSdl: string) => Promise<void>,
  log: Pick<Logger, 'error'>,
): () => Promise<void> {
  const { path } = file;
  let { served } = file;
  let isStopped = false;
  let last: Promise<unknown> = Promise.resolve();
  const look = async (): Promise<void> => {
    if (isStopped) return;
    const text = await readFile(path, 'utf8');
    if (text === served || isStopped) return; // also what was seen while it was being written
    await serve(text);
    served = text;
  };
  const lookAfterLast = (): void => {
    last = last
      .then(look)
      .catch((error: unknown) => log.error({ err: error, path }, 'the supergraph file cannot be served'));
  };
  const onChange: StatsListener = (now, before) => {
    if (now.mtimeMs === before.mtimeMs && now.size === before.size && now.ino === before.ino) return;
    lookAfterLast();
  };
  watchFile(path, { interval: file.everyMs, persistent: false }, onChange);
  lookAfterLast(); // a change during the start is none to the watcher
  return async () => {
    isStopped = true;
    unwatchFile(path, onChange);
    await last;
  };
}

import type { Closers } from './closers.ts';
import { fail } from './fail.ts';

export interface StopOnSignalsOptions {
  /** Aborted by the first signal. */
  readonly stopping: AbortController;
  /** Waited for: what is being opened would else be opened after the closing. */
  readonly starting: Promise<unknown>;
  readonly closers: Closers;
  readonly print: (line: string) => void;
  readonly dataFolder: string;
}

/** The first signal stops everything in order, the second at once; neither leaves a database behind. */
export function stopOnSignals({
  stopping,
  starting,
  closers,
  print,
  dataFolder,
}: StopOnSignalsOptions): void {
  const stop = async (): Promise<void> => {
    print('\nStopping …   (Ctrl-C again stops at once)');
    await starting.catch(() => undefined);
    await closers.close();
    print('Stopped.');
    process.exit(0);
  };
  const onSignal = (): void => {
    if (stopping.signal.aborted) {
      closers.abandon();
      process.exit(130);
    }
    stopping.abort();
    stop().catch((error: unknown) => fail(error, dataFolder));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
}

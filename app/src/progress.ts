/** Tells the person at the terminal what happens. */
export interface Progress {
  /** Runs a step; when it is done, prints its name, what `describe` says of its result, and its time. */
  step<T>(name: string, work: () => Promise<T>, describe?: (result: T) => string): Promise<T>;
  note(text: string): void;
}

export interface ProgressOptions {
  /** Takes whole lines. */
  readonly write: (line: string) => void;
  /** Aborted: no further step begins. */
  readonly signal?: AbortSignal;
  readonly now?: () => number;
}

/**
 * One line a step, with what it took in seconds.
 *
 * @param now - milliseconds on a clock that never goes back
 */
export function createProgress({ write, signal, now = () => performance.now() }: ProgressOptions): Progress {
  return {
    async step(name, work, describe = () => '') {
      signal?.throwIfAborted();
      const startedAt = now();
      const result = await work();
      const about = describe(result);
      write(`  ✓ ${name}${about && `: ${about}`} (${formatSeconds(now() - startedAt)})`);
      return result;
    },
    note: (text) => write(`  ${text}`),
  };
}

/** For tests and for embedding in other programs. */
export const silentProgress: Progress = { step: (_, work) => work(), note: () => undefined };

/** @param ms - milliseconds; one decimal is enough to see where a start spends its time */
export const formatSeconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

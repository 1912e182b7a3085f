/** What is known of a process since it was last heard. */
export interface Silence {
  /** Since its last sign of life. */
  readonly silentMs: number;
  /** Null where the system does not tell: then only the time counts. */
  readonly load: ProcessLoad | null;
}

export interface ProcessLoad {
  /** Of processor time that its event loop's thread has had since. */
  readonly loopMs: number;
  /** One of its threads runs, waits for a processor, or for memory and disk. */
  readonly isRunnable: boolean;
}

/** `starved`: it would speak if the machine let it. */
export type Verdict = 'well' | 'starved' | 'stands';

/** Share of the limit that a loop may compute without a word: its beats are five times as frequent. */
const computingShare = 0.6;
/** Starved for this many limits: nobody is served by waiting any longer. */
const patienceFactor = 6;

/**
 * Whether a silent event loop stands. Five seconds alone do not say so: on an overloaded machine a healthy process
 * gets no processor for as long, and to kill it makes the load worse. It stands when it has computed without a word
 * for most of the limit, or when it waits although nothing keeps it from running.
 */
export function judgeSilence({ silentMs, load }: Silence, limitMs: number): Verdict {
  if (silentMs <= limitMs) return 'well';
  if (load === null || silentMs > limitMs * patienceFactor) return 'stands';
  if (!load.isRunnable) return 'stands';
  return load.loopMs > limitMs * computingShare ? 'stands' : 'starved';
}

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

/**
 * Share of the limit that a loop may compute without a word, counted from when it was missed: for 1.3 s of processor
 * time it has not turned once, where the longest turn that we know, the loading of another supergraph, takes 0.8 s. The
 * less, the earlier a busy loop is known on a loaded machine: with two fifths of a processor still within the limit.
 */
const computingShare = 0.3;
/** Starved for this many limits: nobody is served by waiting any longer. */
const patienceFactor = 6;

/**
 * Whether a silent event loop stands. Five seconds alone do not say so: on an overloaded machine a healthy process
 * gets no processor for as long, and to kill it makes the load worse. The two want the processor alike; but who is
 * starved speaks with the first milliseconds that he gets. So it stands when it has computed for a good while without
 * a word, or when it waits although nothing keeps it from running.
 */
export function judgeSilence({ silentMs, load }: Silence, limitMs: number): Verdict {
  if (silentMs <= limitMs) return 'well';
  if (load === null || silentMs > limitMs * patienceFactor) return 'stands';
  if (!load.isRunnable) return 'stands';
  return load.loopMs > limitMs * computingShare ? 'stands' : 'starved';
}

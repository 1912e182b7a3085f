import type { FormattedExecutionResult } from 'graphql';
import type { Execute } from './generation.ts';
import { Outcome } from './outcome.ts';
import type { RingEntry } from './ring.ts';

interface Made {
  readonly outcome: Outcome<FormattedExecutionResult>;
  /** The last sharer that it is for; null: for everybody. */
  lastSharer: number | null;
}

/**
 * What events become, each made once for all who share it, and forgotten with the event. What failed is for those who
 * were there by then, however late they look; whoever comes afterwards has it made again: the subgraph that was missing
 * may be back.
 */
export class EventResults {
  readonly #execute: Execute;
  readonly #made = new WeakMap<RingEntry, Made>();
  #sharers = 0;

  constructor(execute: Execute) {
    this.#execute = execute;
  }

  /** @returns the newcomer's number */
  join(): number {
    return (this.#sharers += 1);
  }

  /** @param sharer - his number */
  of(entry: RingEntry, sharer: number): Outcome<FormattedExecutionResult> {
    const known = this.#made.get(entry);
    return known && sharer <= (known.lastSharer ?? Infinity) ? known.outcome : this.#make(entry);
  }

  /** The same for all who are there. */
  forPresent(entry: RingEntry): Outcome<FormattedExecutionResult> {
    return this.of(entry, this.#sharers);
  }

  #make(entry: RingEntry): Outcome<FormattedExecutionResult> {
    const made: Made = { outcome: new Outcome(this.#execute(entry)), lastSharer: null };
    this.#made.set(entry, made);
    const closeIfFailed = (isFailure: boolean): void => {
      if (isFailure) made.lastSharer = this.#sharers;
    };
    made.outcome.promise.then(
      ({ errors }) => closeIfFailed(errors !== undefined),
      () => closeIfFailed(true),
    );
    return made.outcome;
  }
}

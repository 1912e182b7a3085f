/** Told of events on their way; costs next to nothing and never throws. */
export interface EventObserver {
  /** An event is in the log, this many seconds after what it tells of. */
  relayed(seconds: number): void;
  /** A group's effect of an event is committed, this many seconds after what it tells of. */
  handled(group: string, seconds: number): void;
  /** An attempt failed. */
  failed(group: string, outcome: 'retrying' | 'dead'): void;
}

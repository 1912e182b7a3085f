/** Told of every application read: where it went, and why not to a replica. */
export interface ReadObserver {
  /** `statement` is of a small fixed set, e.g. `messaging.findRoom`. */
  onRead(target: 'primary' | 'replica', statement: string): void;
  /** A read that could have been a replica's: none was fresh enough, or one failed while it answered. */
  onFallback(reason: 'behind' | 'failed'): void;
}

export const unobserved: ReadObserver = { onRead: () => undefined, onFallback: () => undefined };

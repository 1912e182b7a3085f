/** Ends a subscription; resolves when no further call of its listener can happen. */
export type Unsubscribe = () => Promise<void>;

/**
 * Wake-ups between parts of the system: "room X is at seq 7". May lose or repeat a message, so a
 * listener treats it as a hint and reads the truth from Postgres.
 */
export interface Bus {
  /**
   * Never throws for an unreachable transport and never waits for it; a wake-up may be lost.
   *
   * @throws {RangeError} for more than a kilobyte
   */
  publish(topic: string, message: BusMessage): Promise<void>;
  /**
   * Resolves once messages published from now on will reach `listener`, at the latest after a
   * second. An empty message `{}` means: some may have been missed, look by yourself.
   */
  subscribe(topic: string, listener: (message: BusMessage) => void): Promise<Unsubscribe>;
  close(): Promise<void>;
}

/** JSON, at most 1 KB. */
export type BusMessage = Readonly<Record<string, string | number | boolean | null>>;

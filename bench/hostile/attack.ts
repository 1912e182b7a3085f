/** What an attacker has, and what it tells of what it got. */
export interface Ground {
  readonly url: string;
  /** Of a member who does nothing else. */
  readonly authorization: string;
  /** `performance.now()` at which it ends. */
  readonly untilMs: number;
  /** One refusal: how long it took, and what it was, e.g. `LIMIT_EXCEEDED` or `closed 1008`. */
  readonly note: (tookMs: number, outcome: string) => void;
}

export interface Attack {
  readonly name: string;
  run(ground: Ground): Promise<void>;
}

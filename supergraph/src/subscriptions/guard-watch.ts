import { UnauthenticatedError } from '@moim/kit/errors/domain-error.ts';
import type { Credential } from '../access/access.ts';
import type { Endable } from '../access/endable.ts';
import { isVerdict } from './guard-verdict.ts';

/** A viewer's right to listen, held while he listens. */
export interface Admittance {
  /** The stream ends when the right is gone; at once where it has gone meanwhile. */
  hold(stream: Endable): void;
  release(): void;
}

/**
 * Asks the guard as somebody.
 *
 * @param withinMs - milliseconds after which the answer is worth nothing; default: those of any operation
 * @throws what it says against him, or that it cannot say anything
 */
export type Check = (as: Credential, withinMs?: number) => Promise<void>;

/** What a guard says when it is asked again; `nothing` where its subgraph cannot answer. */
export type Said = 'passed' | 'refused' | 'nothing';

/** One viewer before one guard, on any number of connections. */
export class GuardWatch {
  readonly #check: Check;
  readonly #onLeft: () => void;
  readonly #seats = new Set<GuardSeat>();

  /** @param onLeft - called when nobody listens any more */
  constructor(check: Check, onLeft: () => void) {
    this.#check = check;
    this.#onLeft = onLeft;
  }

  join(credential: Credential): Admittance {
    const seat = new GuardSeat(this, credential);
    this.#seats.add(seat);
    return seat;
  }

  leave(seat: GuardSeat): void {
    if (this.#seats.delete(seat) && this.#seats.size === 0) this.#onLeft();
  }

  /** Asks again; who may listen no more is ended. Never rejects. */
  async recheck(withinMs?: number): Promise<Said> {
    const verdict = await this.#ask(withinMs);
    if (typeof verdict === 'string') return verdict;
    this.end(verdict.error);
    return 'refused';
  }

  /** On all connections. */
  end(error: unknown): void {
    const seats = [...this.#seats];
    this.#seats.clear();
    this.#onLeft();
    for (const seat of seats) seat.end(error);
  }

  /** A credential that has ended ends its own connection, and says nothing about the viewer's others. */
  async #ask(withinMs: number | undefined): Promise<Exclude<Said, 'refused'> | { readonly error: unknown }> {
    for (const { credential } of [...this.#seats]) {
      try {
        await this.#check(credential, withinMs);
        return 'passed';
      } catch (error) {
        if (!(error instanceof UnauthenticatedError)) return isVerdict(error) ? { error } : 'nothing';
      }
    }
    return 'nothing';
  }
}

/** One connection of his. */
class GuardSeat implements Admittance, Endable {
  readonly credential: Credential;
  readonly #watch: Pick<GuardWatch, 'leave'>;
  #stream: Endable | null = null;
  /** Of the right, which may go before there is a stream. */
  #ending: { readonly error: unknown } | null = null;

  constructor(watch: Pick<GuardWatch, 'leave'>, credential: Credential) {
    this.#watch = watch;
    this.credential = credential;
  }

  hold(stream: Endable): void {
    this.#stream = stream;
    if (this.#ending) stream.end(this.#ending.error);
  }

  release(): void {
    this.#watch.leave(this);
  }

  end(error: unknown): void {
    this.#ending = { error };
    this.#stream?.end(error);
  }
}

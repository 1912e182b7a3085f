import { type DocumentNode, type ExecutionResult, GraphQLError } from 'graphql';
import { UnauthenticatedError } from '@moim/kit/errors/domain-error.ts';
import { detached } from '@moim/kit/trace/span.ts';
import { codedError } from '../access/refusal.ts';
import { type Credential, holderOf } from '../access/access.ts';
import type { Endable } from '../access/endable.ts';

/** Runs a guard's query as a viewer. */
export type RunGuard = (
  guard: DocumentNode,
  variables: Variables,
  credential: Credential,
) => Promise<ExecutionResult>;

type Variables = Readonly<Record<string, unknown>>;

/** A viewer's right to listen, held while he listens. */
export interface Admittance {
  /** The stream ends when the right is gone. */
  hold(stream: Endable): void;
  release(): void;
}

/** Milliseconds between checks: with an answer within a second, a removed member is out within 5 s. */
const recheckEveryMs = 2_500;
const jitterMs = 500;

/**
 * Who may listen to a shared stream. Asked before the first event and again while anyone listens;
 * one watch for all equal subscriptions of a viewer. An outage says nothing about rights: the last
 * answer stands.
 */
export class GuardRoom {
  readonly #run: RunGuard;
  readonly #everyMs: number;
  readonly #watches = new Map<string, Watch>();

  constructor(run: RunGuard, everyMs: number = recheckEveryMs) {
    this.#run = run;
    this.#everyMs = everyMs;
  }

  /** @throws the first time the guard does not answer with something: not let in */
  async enter(
    guard: DocumentNode,
    key: string,
    variables: Variables,
    credential: Credential,
  ): Promise<Admittance> {
    const check = (as: Credential) => this.#check(guard, variables, as);
    await check(credential);
    const watchKey = `${holderOf(credential) ?? ''} ${key}`;
    return (this.#watches.get(watchKey) ?? this.#watch(watchKey, check)).join(credential);
  }

  close(): void {
    for (const watch of [...this.#watches.values()]) watch.stop();
  }

  #watch(key: string, check: Check): Watch {
    const watch: Watch = new Watch(check, this.#everyMs, () => {
      if (this.#watches.get(key) === watch) this.#watches.delete(key);
    });
    this.#watches.set(key, watch);
    return watch;
  }

  async #check(guard: DocumentNode, variables: Variables, credential: Credential): Promise<void> {
    const { data, errors } = await this.#run(guard, variables, credential);
    if (errors?.[0]) throw errors[0];
    if (!data || Object.values(data).some((value) => value === null))
      throw codedError('NOT_FOUND', 'There is nothing with this id that you may see.');
  }
}

type Check = (as: Credential) => Promise<void>;

/** One viewer before one guard, on any number of connections. */
class Watch {
  readonly #check: Check;
  readonly #everyMs: number;
  readonly #onStopped: () => void;
  readonly #seats = new Set<GuardSeat>();
  #timer: NodeJS.Timeout;

  constructor(check: Check, everyMs: number, onStopped: () => void) {
    this.#check = check;
    this.#everyMs = everyMs;
    this.#onStopped = onStopped;
    this.#timer = this.#schedule();
  }

  join(credential: Credential): Admittance {
    const seat = new GuardSeat(this, credential);
    this.#seats.add(seat);
    return seat;
  }

  leave(seat: GuardSeat): void {
    if (this.#seats.delete(seat) && this.#seats.size === 0) this.stop();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#onStopped();
  }

  #schedule(): NodeJS.Timeout {
    const recheck = () => void this.#recheck();
    return detached(() => setTimeout(recheck, this.#everyMs + Math.random() * jitterMs)).unref();
  }

  async #recheck(): Promise<void> {
    const verdict = await this.#ask();
    if (verdict) this.#revoke(verdict.error);
    else if (this.#seats.size > 0) this.#timer = this.#schedule();
  }

  /** A credential that has ended ends its own connection, and says nothing about the viewer's others. */
  async #ask(): Promise<{ readonly error: unknown } | null> {
    for (const { credential } of [...this.#seats]) {
      try {
        await this.#check(credential);
        return null;
      } catch (error) {
        if (!(error instanceof UnauthenticatedError)) return isVerdict(error) ? { error } : null;
      }
    }
    return null;
  }

  #revoke(error: unknown): void {
    this.stop();
    for (const seat of [...this.#seats]) seat.end(error);
  }
}

/** One connection of his. */
class GuardSeat implements Admittance, Endable {
  readonly credential: Credential;
  readonly #watch: Pick<Watch, 'leave'>;
  #stream: Endable | null = null;

  constructor(watch: Pick<Watch, 'leave'>, credential: Credential) {
    this.#watch = watch;
    this.credential = credential;
  }

  hold(stream: Endable): void {
    this.#stream = stream;
  }

  release(): void {
    this.#watch.leave(this);
  }

  end(error: unknown): void {
    this.#stream?.end(error);
  }
}

const verdicts = new Set<unknown>(['NOT_FOUND', 'FORBIDDEN', 'UNAUTHENTICATED']);

/** Whether a failure is about this viewer, and not about a subgraph that cannot answer. */
const isVerdict = (error: unknown): boolean =>
  error instanceof GraphQLError && verdicts.has(error.extensions['code']);

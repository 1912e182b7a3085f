import type { DocumentNode, ExecutionResult } from 'graphql';
import { UnauthenticatedError } from '@moim/kit/errors/domain-error.ts';
import { codedError } from '../access/refusal.ts';
import type { Credential } from '../access/access.ts';

/** Runs a guard's query as a viewer. */
export type RunGuard = (
  guard: DocumentNode,
  variables: Variables,
  credential: Credential,
) => Promise<ExecutionResult>;

type Variables = Readonly<Record<string, unknown>>;

/** A viewer's right to listen, held while he listens. */
export interface Admittance {
  /** Called once, with what the client is told, when the right is gone. */
  onRevoked(listener: (error: unknown) => void): void;
  release(): void;
}

/** Milliseconds between checks: with an answer within a second, a removed member is out within 5 s. */
const recheckEveryMs = 3_500;
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
    await this.#check(guard, variables, credential);
    const watchKey = `${credential.memberId ?? ''} ${key}`;
    const watch =
      this.#watches.get(watchKey) ?? this.#watch(watchKey, () => this.#check(guard, variables, credential));
    return watch.join();
  }

  close(): void {
    for (const watch of this.#watches.values()) watch.stop();
  }

  #watch(key: string, check: () => Promise<void>): Watch {
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

class Watch {
  readonly #check: () => Promise<void>;
  readonly #everyMs: number;
  readonly #onStopped: () => void;
  readonly #listeners = new Set<(error: unknown) => void>();
  #members = 0;
  #timer: NodeJS.Timeout;

  constructor(check: () => Promise<void>, everyMs: number, onStopped: () => void) {
    this.#check = check;
    this.#everyMs = everyMs;
    this.#onStopped = onStopped;
    this.#timer = this.#schedule();
  }

  join(): Admittance {
    this.#members += 1;
    let listening: ((error: unknown) => void) | undefined;
    return {
      onRevoked: (listener) => {
        listening = listener;
        this.#listeners.add(listener);
      },
      release: () => {
        if (listening) this.#listeners.delete(listening);
        this.#members -= 1;
        if (this.#members === 0) this.stop();
      },
    };
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#onStopped();
  }

  #schedule(): NodeJS.Timeout {
    return setTimeout(() => void this.#recheck(), this.#everyMs + Math.random() * jitterMs).unref();
  }

  async #recheck(): Promise<void> {
    try {
      await this.#check();
      if (this.#members > 0) this.#timer = this.#schedule();
    } catch (error) {
      if (!isVerdict(error)) this.#timer = this.#schedule();
      else this.#revoke(error);
    }
  }

  #revoke(error: unknown): void {
    this.stop();
    for (const listener of [...this.#listeners]) listener(error);
  }
}

const verdicts = new Set<unknown>(['NOT_FOUND', 'FORBIDDEN', 'UNAUTHENTICATED']);

/** Whether a failure is about this viewer, and not about a subgraph that cannot answer. */
function isVerdict(error: unknown): boolean {
  if (error instanceof UnauthenticatedError) return true;
  const extensions: unknown = error instanceof Error && 'extensions' in error ? error.extensions : undefined;
  const code: unknown =
    typeof extensions === 'object' && extensions && 'code' in extensions ? extensions.code : undefined;
  return verdicts.has(code);
}

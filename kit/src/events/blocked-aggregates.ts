import { lookSoon } from '../dead-letters/alert-jobs.ts';
import { advancePositions, aggregateKey } from './consumer-positions.ts';
import { applyEvents } from './apply-events.ts';
import type { LoggedEvent } from './contract.ts';
import { type DeadLetter, deleteDeadLetter, findBlockers, putAside } from './dead-letters.ts';
import { describeFailure } from './describe-failure.ts';
import { isPermanent, isTransient, maxAttempts, retryDelayMs } from './failure.ts';
import type { Group } from './group.ts';

/** Who takes the events of which shard. */
export interface Lead {
  readonly shard: number;
  readonly term: number;
  /** See `Standing`. */
  readonly beganAt: number | null;
}

/** A dead letter may be revived by another process; it is looked for this often. */
const lookAgainMs = 5_000;

/**
 * The aggregates of one shard whose events wait behind a failed one. A failure holds up its own
 * aggregate only: the shard goes on, and what follows in the aggregate is parked in order.
 */
export class BlockedAggregates {
  readonly #group: Group;
  readonly #lead: Lead;
  #blockers = new Map<string, DeadLetter>();
  #nextLookAt = 0;

  constructor(group: Group, lead: Lead) {
    this.#group = group;
    this.#lead = lead;
  }

  async load(): Promise<void> {
    this.#blockers = await findBlockers(this.#group.services.db.write, this.#group, this.#lead.shard);
    const due = [...this.#blockers.values()].map((letter) => this.#dueAt(letter));
    this.#nextLookAt = Math.min(this.#now() + lookAgainMs, ...due);
  }

  has({ aggregateType, aggregateId }: LoggedEvent): boolean {
    return this.#blockers.has(aggregateKey(aggregateType, aggregateId));
  }

  /** Milliseconds until `retry` has something to do; infinite when nothing is blocked. */
  idleMs(): number {
    return this.#blockers.size === 0 ? Infinity : Math.max(0, this.#nextLookAt - this.#now());
  }

  /** Tries what is due, each aggregate in its order, until nothing is due any more. */
  async retry(signal: AbortSignal): Promise<void> {
    while (this.#blockers.size > 0 && this.idleMs() === 0 && !signal.aborted) {
      await this.load();
      for (const letter of this.#blockers.values()) {
        if (!signal.aborted && this.#dueAt(letter) <= this.#now()) await this.#tryAgain(letter);
      }
      await this.load();
    }
  }

  /** Records the failure of an event and steps over it. */
  async block(event: LoggedEvent, error: unknown): Promise<void> {
    await this.#setBack({ event, attempts: 0 }, error);
    await this.load();
  }

  async #tryAgain(letter: DeadLetter): Promise<void> {
    const { event } = letter;
    const { services, subgraph } = this.#group;
    try {
      await this.#group.slots.use(() =>
        services.db.write.transaction(async (tx) => {
          await applyEvents(tx, this.#group, [event], [{ ...this.#lead, pos: event.pos }]);
          const isAwaited = await deleteDeadLetter(tx, this.#group, event, services.now());
          if (isAwaited) tx.afterCommit(() => lookSoon(subgraph, services));
        }),
      );
    } catch (error) {
      if (isTransient(error)) throw error;
      await this.#setBack(letter, error);
    }
  }

  async #setBack(
    { event, attempts: before }: Pick<DeadLetter, 'event' | 'attempts'>,
    error: unknown,
  ): Promise<void> {
    const { services, subgraph, random, consumer } = this.#group;
    const attempts = before + 1;
    const isDead = isPermanent(error) || attempts >= maxAttempts;
    const nextAttemptAt = isDead ? null : new Date(this.#now() + retryDelayMs(attempts, random));
    const setback = { attempts, nextAttemptAt, error: describeFailure(error), at: services.now() };
    await services.db.write.transaction(async (tx) => {
      await putAside(tx, this.#group, [event], { ...setback, status: isDead ? 'dead' : 'retrying' });
      await advancePositions(tx, this.#group, [], [{ ...this.#lead, pos: event.pos }]);
      if (isDead) tx.afterCommit(() => lookSoon(subgraph, services));
    });
    this.#group.observer?.failed(consumer.group, isDead ? 'dead' : 'retrying');
    const about = { err: error, group: consumer.group, eventId: event.id, eventName: event.name, attempts };
    if (isDead) services.log.error(about, 'an event was given up; its aggregate waits for an operator');
    else services.log.warn(about, 'an event failed and will be tried again');
  }

  #dueAt({ status, nextAttemptAt }: DeadLetter): number {
    if (status === 'dead') return Infinity;
    return status === 'retrying' ? (nextAttemptAt?.getTime() ?? 0) : 0;
  }

  #now(): number {
    return this.#group.services.now().getTime();
  }
}

import { applyEvents } from './apply-events.ts';
import { applyAlone, applyTogether, type ShardPart } from './apply-together.ts';
import { beginBehindPruned, isGapless } from './begin-behind-pruned.ts';
import { BlockedAggregates, type Lead } from './blocked-aggregates.ts';
import { advancePositions, beginTerm, findStanding } from './consumer-positions.ts';
import { type Consumer, isOfConcern, mayShare } from './consumer.ts';
import type { LoggedEvent } from './contract.ts';
import { putAside } from './dead-letters.ts';
import { EventsPrunedError, FencedError, isTransient } from './failure.ts';
import type { Group } from './group.ts';
import { PassedEvents } from './passed-events.ts';
import { pause } from './pause.ts';
import { maxWaitMs } from './source.ts';

const readLimit = 200;
/** Most events that share a transaction, where they may. */
const batchSize = 25;
/** Where most concerns nobody, what comes within so short a time is read together. */
const passingMs = 100;
const firstBackoffMs = 50;
const longestBackoffMs = 2_000;
/** Only an operator can help a group that events were pruned for; it is said again after this long. */
const prunedAgainMs = 60_000;

/**
 * Takes the events of one shard, until `signal` aborts or another process leads; failures of the
 * infrastructure are waited out.
 */
export async function consumeShard(group: Group, shard: number, signal: AbortSignal): Promise<void> {
  let backoffMs = firstBackoffMs;
  let term: number | null = null;
  while (!signal.aborted) {
    try {
      term ??= await beginTerm(group.services.db.write, group, shard);
      const run = await ShardRun.resume(group, { shard, term }, signal);
      while (!signal.aborted && (await run.step())) backoffMs = firstBackoffMs;
    } catch (error) {
      if (signal.aborted) return;
      const about = { err: error, group: group.consumer.group, shard };
      if (error instanceof FencedError) return group.services.log.warn(about, 'this process leads no more');
      if (error instanceof EventsPrunedError) {
        group.services.log.error(
          about,
          'a group lacks events that are gone, and stands until an operator helps',
        );
        await pause(prunedAgainMs, signal);
        continue;
      }
      group.services.log.warn(about, 'consumption was interrupted and resumes behind the last position');
      await pause(backoffMs * group.random(), signal);
      backoffMs = Math.min(backoffMs * 2, longestBackoffMs);
    }
  }
}

class ShardRun {
  readonly #group: Group;
  readonly #lead: Lead;
  readonly #signal: AbortSignal;
  readonly #blocked: BlockedAggregates;
  readonly #passed: PassedEvents;
  #pos: number;

  private constructor(group: Group, lead: Lead, pos: number, signal: AbortSignal) {
    this.#group = group;
    this.#lead = lead;
    this.#pos = pos;
    this.#signal = signal;
    this.#blocked = new BlockedAggregates(group, lead);
    this.#passed = new PassedEvents(() => group.services.now().getTime());
  }

  /** Memory starts from what is committed, whatever happened before. */
  static async resume(group: Group, lead: Omit<Lead, 'beganAt'>, signal: AbortSignal): Promise<ShardRun> {
    const { pos, beganAt } = await findStanding(group.services.db.write, group, lead.shard);
    const run = new ShardRun(group, { ...lead, beganAt }, pos, signal);
    await run.#blocked.load();
    return run;
  }

  /** @returns false when it has to be resumed: a new group now begins where the log does */
  async step(): Promise<boolean> {
    await this.#blocked.retry(this.#signal);
    if (this.#passed.leftMs() === 0) await this.#settle();
    if (!this.#passed.isEmpty) await pause(passingMs, this.#signal);
    const waitMs = Math.ceil(Math.min(maxWaitMs, this.#blocked.idleMs(), this.#passed.leftMs()));
    const range = { shard: this.#lead.shard, after: this.#pos, limit: readLimit };
    const events = await this.#group.source.read({ ...range, waitMs, signal: this.#signal });
    if (!isGapless(this.#group, events, { ...this.#lead, pos: this.#pos })) {
      await this.#settle();
      await beginBehindPruned(this.#group, this.#lead.shard);
      return false;
    }
    for (const batch of batches(events, this.#group.consumer))
      if (!this.#signal.aborted) await this.#takeOrPass(batch);
    return true;
  }

  async #takeOrPass(events: readonly LoggedEvent[]): Promise<void> {
    const { consumer } = this.#group;
    // Behind a failed one everything of its aggregate is parked, also what concerns nobody.
    const doPass = events.every((event) => !isOfConcern(consumer, event) && !this.#blocked.has(event));
    if (!doPass) return this.#take(events);
    this.#passed.add(events);
    this.#pos = events.at(-1)?.pos ?? this.#pos;
  }

  /** Writes down what has passed by, which nothing else was there to carry. */
  async #settle(): Promise<void> {
    const passed = this.#passed.list();
    try {
      await this.#commit([]);
    } catch (error) {
      if (this.#signal.aborted || isTransient(error)) throw error;
      this.#passed.forget(passed.length);
      for (const event of passed) await this.#take([event]);
    }
  }

  /** Together, which costs one commit; when one fails, one by one, to find out which. */
  async #take(events: readonly LoggedEvent[]): Promise<void> {
    try {
      await this.#commit(events);
    } catch (error) {
      if (this.#signal.aborted) throw error;
      if (!this.#passed.isEmpty) {
        await this.#settle();
        return this.#take(events); // once more by themselves: what had passed by may be what failed
      }
      const [only] = events;
      if (events.length > 1) for (const event of events) await this.#take([event]);
      else if (only && !isTransient(error)) await this.#blocked.block(only, error);
      else throw error;
    }
    this.#pos = events.at(-1)?.pos ?? this.#pos;
  }

  async #commit(events: readonly LoggedEvent[]): Promise<void> {
    const { services, slots, reach, observer, consumer } = this.#group;
    const passed = this.#passed.list();
    const parked = events.filter((event) => this.#blocked.has(event));
    const free = [...passed, ...events.filter((event) => !this.#blocked.has(event))];
    if (parked.length + free.length === 0) return;
    const upTo = { ...this.#lead, pos: events.at(-1)?.pos ?? this.#pos };
    if (parked.length === 0) await this.#apply({ events: free, upTo });
    else
      await slots.use(() =>
        services.db.write.transaction(async (tx) => {
          const standing = { status: 'parked', attempts: 0, error: null, nextAttemptAt: null } as const;
          await putAside(tx, this.#group, parked, { ...standing, at: services.now() });
          if (free.length > 0) await applyEvents(tx, this.#group, free, [upTo]);
          else await advancePositions(tx, this.#group, [], [upTo]);
        }),
      );
    this.#passed.forget(passed.length);
    reach('consumer-after-commit');
    const nowMs = services.now().getTime();
    for (const { occurredAt } of free.slice(passed.length))
      observer?.handled(consumer.group, (nowMs - occurredAt.getTime()) / 1_000);
  }

  async #apply(part: ShardPart): Promise<void> {
    const { consumer } = this.#group;
    const mayGoTogether =
      consumer.handleTogether &&
      part.events.every((event) => !isOfConcern(consumer, event) || mayShare(consumer, event));
    if (mayGoTogether && (await applyTogether(this.#group, part))) return;
    await applyAlone(this.#group, [part]);
  }
}

/** Each event by itself, except for runs that may share: of one aggregate, or of any where they are handled together. */
function batches(events: readonly LoggedEvent[], consumer: Consumer): LoggedEvent[][] {
  const runs: LoggedEvent[][] = [];
  for (const event of events) {
    const run = runs.at(-1);
    const [first] = run ?? [];
    const isShared =
      run &&
      run.length < batchSize &&
      (consumer.handleTogether !== undefined || first?.aggregateId === event.aggregateId);
    if (isShared && first && mayShare(consumer, first) && mayShare(consumer, event)) run.push(event);
    else runs.push([event]);
  }
  return runs;
}

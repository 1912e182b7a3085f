import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Bus } from '../live/bus.ts';
import { shardCount } from './contract.ts';
import type { Candidacy, Term } from './elections.ts';
import type { EventCopies } from './event-copies.ts';
import type { EventObserver } from './event-observer.ts';
import type { Reach } from './fault-points.ts';
import { Gate } from './gate.ts';
import type { LandedEvents } from './landed-events.ts';
import { isOutboxFilled, moveOutbox } from './move-outbox.ts';
import { aborted, pause } from './pause.ts';
import { beginEpoch } from './relay-epoch.ts';
import { onRelayHint } from './relay-hints.ts';
import { noteRelayed } from './relayed-span.ts';
import type { Session } from './session.ts';
import { outboxTopic, wakeUps } from './wake-up.ts';

export interface RelayOptions {
  readonly subgraph: string;
  readonly bus: Bus;
  readonly log: Pick<Logger, 'warn'>;
  readonly reach: Reach;
  readonly observer?: EventObserver;
  /** Gets what the log has got, for readers in this process. */
  readonly landed: LandedEvents;
  /** The same for others; absent where nobody else reads it. */
  readonly copies?: EventCopies;
}

interface Stint {
  readonly shards: Set<number>;
  /** Of what this leader copies. */
  readonly epoch: string;
  readonly loop: Promise<void>;
}

const batchLimit = 500;
/** Hints make a relay prompt, also those of other processes; polling is for hints that were lost. */
const busyPollMs = 20;
const idlePollMs = 200;
/** What is written within so short a time is moved together: a move costs the same for one and for many. */
const gatherMs = 4;

/** One loop moves the rows of all shards that this process leads on one session. */
export class Relay {
  readonly #options: RelayOptions;
  readonly #gate = new Gate();
  readonly #stints = new WeakMap<Session, Stint>();
  /** Led by this process now. */
  #led: ReadonlySet<number> = new Set();

  constructor(options: RelayOptions) {
    this.#options = options;
  }

  /** One candidacy a shard, so that processes may share the shards between them. */
  candidacies(): Candidacy[] {
    return Array.from({ length: shardCount }, (_, shard) => ({
      key: `moim.relay.${this.#options.subgraph}.${shard}`,
      lead: (term) => this.#lead(shard, term),
    }));
  }

  /**
   * Passes on what this process writes to whoever leads its shards, and hears the same of others;
   * without it they poll. The result ends it.
   */
  async shareHints(): Promise<() => Promise<void>> {
    const { subgraph, bus } = this.#options;
    const topic = outboxTopic(subgraph);
    const unsubscribe = await bus.subscribe(topic, () => this.#gate.open());
    const forget = onRelayHint(subgraph, () => {
      if (this.#led.size < shardCount) void bus.publish(topic, {});
    });
    return async () => {
      forget();
      await unsubscribe();
    };
  }

  async #lead(shard: number, term: Term): Promise<void> {
    const stint = this.#stints.get(term.session) ?? this.#begin(term);
    const { subgraph } = this.#options;
    await term.session.exclusive((client) => beginEpoch(client, subgraph, shard, stint.epoch));
    stint.shards.add(shard);
    await aborted(term.signal);
    await stint.loop;
  }

  #begin(term: Term): Stint {
    const [shards, epoch] = [new Set<number>(), randomUUID()];
    const stint = { shards, epoch, loop: this.#run(term, shards, epoch) };
    this.#stints.set(term.session, stint);
    return stint;
  }

  async #run({ session, signal }: Term, shards: ReadonlySet<number>, epoch: string): Promise<void> {
    const forget = onRelayHint(this.#options.subgraph, () => this.#gate.open());
    this.#led = shards;
    let pollMs = busyPollMs;
    let isHinted = true;
    while (!signal.aborted) {
      const count = await this.#moveSome({ session, signal }, { shards, epoch, isHinted });
      if (count === batchLimit) continue;
      pollMs = count > 0 ? busyPollMs : Math.min(pollMs * 2, idlePollMs);
      if (count > 0) await pause(gatherMs, signal);
      isHinted = await this.#gate.wait(pollMs, signal);
    }
    forget();
    this.#led = new Set();
  }

  async #moveSome(
    { session, signal }: Term,
    { shards, epoch, isHinted }: { shards: ReadonlySet<number>; epoch: string; isHinted: boolean },
  ): Promise<number> {
    const { subgraph, reach, log, copies, observer } = this.#options;
    const move = { subgraph, shards: [...shards], limit: batchLimit, reach };
    try {
      const landed = await session.exclusive(async (client) =>
        isHinted || (await isOutboxFilled(client, move)) ? moveOutbox(client, move) : [],
      );
      if (landed.length > 0) reach('relay-committed-before-wake');
      this.#options.landed.add(landed);
      copies?.offer(landed, epoch);
      for (const event of landed) {
        noteRelayed(subgraph, event);
        observer?.relayed((Date.now() - event.occurredAt.getTime()) / 1_000);
      }
      for (const [topic, message] of wakeUps(subgraph, landed))
        void this.#options.bus.publish(topic, message);
      return landed.length;
    } catch (error) {
      if (!signal.aborted)
        log.warn({ err: error, subgraph }, 'the relay could not move events and tries again');
      return 0;
    }
  }
}

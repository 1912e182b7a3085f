import { setImmediate as breathe } from 'node:timers/promises';
import type { LiveCredential } from '../access/live-credential.ts';
import type { Deadline } from '../execution/deadline.ts';
import type { Freshness } from '../freshness/freshness.ts';
import type { OpenStreams } from '../metrics/watch-streams.ts';
import type { Generation, Subscribing } from './generation.ts';
import { audienceAsker } from './audience.ts';
import { GuardRoom } from './guard.ts';
import { guardRunner } from './guard-runner.ts';
import { type LiveSettings, LiveSubscription } from './live-subscription.ts';
import { OpenUpstreams, type UpstreamSettings } from './open-upstreams.ts';
import { SharedUpstreams } from './shared-upstreams.ts';
import { defaultSpread, type Spread, spreadOver } from './spread.ts';
import type { Subscriber } from './subscriber.ts';

export interface HubOptions extends UpstreamSettings {
  readonly freshness: Freshness;
  readonly lingerMs?: number;
  readonly guardEveryMs?: number;
  readonly spread?: Spread;
}

/** How long a shared upstream outlives its last subscriber, in milliseconds. */
const defaultLingerMs = 10_000;

/** Milliseconds after which those are asked again who could not turn; a plan that took too long is refused for 60,000. */
const roundsAfterMs = [1_000, 10_000, 60_000];
/** Different subscriptions that are planned before a supergraph serves. */
const mostExpected = 500;

/**
 * Runs subscriptions over the graph. Equal ones share twice: one upstream at the subgraph for all
 * that ask for the same events, and one result an event for all that ask for the same answer. It
 * outlives every supergraph that it serves.
 */
export class SubscriptionHub {
  readonly #options: HubOptions;
  readonly #settings: LiveSettings;
  readonly #upstreams: OpenUpstreams;
  readonly #shared = new SharedUpstreams();
  readonly #guards: GuardRoom;
  readonly #live = new Set<LiveSubscription>();
  #current: Generation | null = null;
  #turning: Promise<void> = Promise.resolve();

  constructor(options: HubOptions) {
    const { freshness, lingerMs = defaultLingerMs, guardEveryMs, spread: _, ...settings } = options;
    this.#options = options;
    this.#upstreams = new OpenUpstreams(settings);
    this.#guards = new GuardRoom({
      run: guardRunner(() => this.#served.graph),
      askAudience: audienceAsker((subgraph) => this.#served.connectionTo(subgraph)),
      everyMs: guardEveryMs,
    });
    this.#settings = {
      ...{ upstreams: this.#upstreams, shared: this.#shared, freshness, lingerMs },
      ...{ guards: this.#guards, live: this.#live, onSlow: () => settings.metrics?.slow() },
    };
  }

  /** Everything that is open right now, shared or not. */
  get open(): OpenStreams {
    return { ...this.#upstreams.counts, subscriptions: this.#live.size };
  }

  /** What is shared right now: upstreams, and results within them. */
  get sharing(): { readonly upstreams: number; readonly pipes: number } {
    return this.#shared.sharing;
  }

  /**
   * @param generation - the one that let the operation in
   * @param deadline - of its plan; null: it is waited for however long it takes
   * @throws what the client is to be told: not let in, or a plan that the limits refuse, or that did not come in time
   */
  async subscribe(
    generation: Generation,
    subscribing: Subscribing,
    credential: LiveCredential,
    deadline: Deadline | null = null,
  ): Promise<Subscriber> {
    const { operation, complete, request, caller, requestId } = subscribing; // and no more of it: it is held
    const own = { operation, complete, request, caller, requestId };
    const live = await LiveSubscription.begin(this.#settings, generation, own, credential, deadline);
    if (this.#current && this.#current !== generation) await live.follow(this.#current, true);
    return live.subscriber;
  }

  /**
   * From now on subscriptions run under this supergraph: new ones at once, those that live one after another.
   * Resolves when none is left under an earlier one, also where a newer one has come meanwhile.
   */
  async turnTo(generation: Generation): Promise<void> {
    this.#current = generation;
    this.#turning = this.#bring(generation);
    for (let turning; turning !== this.#turning;) {
      turning = this.#turning;
      await turning;
    }
  }

  /**
   * Plans for another supergraph what lives, so that it is planned there when they are to turn to it.
   *
   * @param signal - after which no more is planned
   */
  async expectIn(next: Generation, signal?: AbortSignal): Promise<void> {
    const oneOfEach = new Map([...this.#live].map((live) => [live.planKey, live]));
    for (const live of [...oneOfEach.values()].slice(0, mostExpected)) {
      if (signal?.aborted) return;
      await live.expectIn(next).catch(() => undefined); // it is told when it is to turn
      await breathe();
    }
  }

  /** In rounds: who fails for something that passes stays where they are, in nobody's way, until the next. */
  async #bring(generation: Generation): Promise<void> {
    const isBehind = (live: LiveSubscription): boolean =>
      this.#current === generation && live.generation !== generation;
    const spread = this.#options.spread ?? defaultSpread;
    for (const nextInMs of [...roundsAfterMs, null]) {
      await spreadOver([...this.#live].filter(isBehind), spread, async (live) => {
        if (isBehind(live)) await live.follow(generation, nextInMs === null);
      });
      if (nextInMs === null || ![...this.#live].some(isBehind)) return;
      await spread.pause(nextInMs);
    }
  }

  close(): void {
    this.#guards.close();
    for (const { subscriber } of [...this.#live]) subscriber.close();
    this.#shared.close();
  }

  get #served(): Generation {
    if (!this.#current) throw new Error('no supergraph is served yet');
    return this.#current;
  }
}

import type { Bus, BusMessage, Unsubscribe } from '@moim/kit/live/bus.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { parseMessage, sessionTopic } from './alert-message.ts';
import { framesTopic, parseFrameMessage } from './frame-message.ts';
import type { LiveSession } from './live-session.ts';

interface Subscribed {
  readonly bus: Bus;
  readonly now: Services['now'];
}

/**
 * What other processes take in of a session, folded into the one of this process: the coach is pure,
 * so it comes to the same. What is told while the session is being built up waits.
 */
export class SessionFeed {
  readonly #now: Services['now'];
  readonly #early: BusMessage[] = [];
  #live: LiveSession | null = null;
  #onEnd: () => void = () => undefined;
  #unsubscribes: readonly Unsubscribe[] = [];

  private constructor(now: Services['now']) {
    this.#now = now;
  }

  static async open({ bus, now }: Subscribed, sessionId: string): Promise<SessionFeed> {
    const feed = new SessionFeed(now);
    feed.#unsubscribes = await Promise.all([
      bus.subscribe(framesTopic(sessionId), (message) => feed.#hearFrame(message)),
      bus.subscribe(sessionTopic(sessionId), (message) => feed.#hearEnd(message)),
    ]);
    return feed;
  }

  /** From here on into this one; `onEnd` is called when the session has ended elsewhere. */
  feed(live: LiveSession, onEnd: () => void): void {
    this.#live = live;
    this.#onEnd = onEnd;
    for (const message of this.#early.splice(0)) this.#hearFrame(message);
  }

  async close(): Promise<void> {
    await Promise.all(this.#unsubscribes.map((unsubscribe) => unsubscribe()));
  }

  #hearFrame(message: BusMessage): void {
    const live = this.#live;
    if (!live) return void this.#early.push(message);
    if (message['by'] === live.id) return;
    const told = parseFrameMessage(message);
    if (!told) live.isBehind = true;
    else if (told.frame.sensorAtMs > (live.lastSensorAtMs ?? -Infinity)) {
      const moment = live.assess(told.frame);
      if (moment.seq !== told.seq) live.isBehind = true;
      const { id: sessionId } = live.session;
      const { receivedAtMs } = told;
      live.show({ ...moment, sessionId, receivedAtMs, assessedAtMs: this.#now().getTime() });
    }
  }

  #hearEnd(message: BusMessage): void {
    const kind = parseMessage(message)?.kind;
    if (kind === 'alert' || !this.#live) return;
    if (kind !== 'ended') return void (this.#live.isBehind = true); // It may be this that was missed.
    this.#live.end();
    this.#onEnd();
  }
}

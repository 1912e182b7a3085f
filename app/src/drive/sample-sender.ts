import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame } from '@moim/simulator/frame.ts';

interface Destination {
  readonly url: string;
  readonly token: string;
  /** What happens beside the drive: lost connections, refused samples. */
  readonly say: (line: string) => void;
  /** Told of each request as it leaves. */
  readonly onPost?: ((frames: readonly Frame[]) => void) | undefined;
}

/** Two samples are 40 ms: as much as an alert may wait. */
const usualFrames = 2;
/** After an outage the backlog goes in larger pieces. */
const mostFrames = 100;
const backlogFrames = 10;
const longestWaitMs = 2_000;
const requestTimeoutMs = 5_000;

/** Sends samples in order over one connection that is kept alive, each until it is acknowledged. */
export class SampleSender {
  readonly #destination: Destination;
  readonly #queue: Frame[] = [];
  #sending: Promise<void> | null = null;
  #isCut = false;
  #failure: Error | null = null;
  #acknowledged = 0;

  constructor(destination: Destination) {
    this.#destination = destination;
  }

  /** Why nothing more can be sent: the session has ended, or is not ours. */
  get failure(): Error | null {
    return this.#failure;
  }

  get acknowledgedCount(): number {
    return this.#acknowledged;
  }

  get waitingCount(): number {
    return this.#queue.length;
  }

  push(frame: Frame): void {
    if (this.#failure) return;
    this.#queue.push(frame);
    this.#sending ??= this.#sendAll();
  }

  /** Resolves when all that was pushed is acknowledged or given up. */
  async flush(): Promise<void> {
    while (this.#sending) await this.#sending;
  }

  async #sendAll(): Promise<void> {
    while (this.#queue.length > 0 && !this.#failure) {
      const count = this.#queue.length > backlogFrames ? mostFrames : usualFrames;
      const frames = this.#queue.slice(0, count);
      if (await this.#sendUntilAnswered(frames)) this.#acknowledged += frames.length;
      this.#queue.splice(0, frames.length);
    }
    this.#sending = null;
  }

  /** False: the server will not have these. */
  async #sendUntilAnswered(frames: readonly Frame[]): Promise<boolean> {
    for (let attempt = 0; ; attempt++) {
      const status = await this.#post(frames);
      if (status !== null && status < 300) return this.#restored();
      if (status === 400 || status === 413 || status === 422) return this.#refused(frames, status);
      if (status !== null && status !== 429 && status < 500) return this.#giveUp(status);
      this.#cut(status);
      await sleep(Math.min(longestWaitMs, 50 * 2 ** Math.min(attempt, 6)));
    }
  }

  /** The status; null when nothing answered. */
  async #post(frames: readonly Frame[]): Promise<number | null> {
    const { url, token, onPost } = this.#destination;
    onPost?.(frames);
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ frames }),
        signal: AbortSignal.timeout(requestTimeoutMs),
      });
      await response.arrayBuffer(); // read to its end, so that the connection can be used again
      return response.status;
    } catch {
      return null;
    }
  }

  #restored(): true {
    if (this.#isCut) this.#destination.say('  connection restored, samples are caught up');
    this.#isCut = false;
    return true;
  }

  #cut(status: number | null): void {
    if (!this.#isCut)
      this.#destination.say(`  samples are not taken (${status ?? 'no answer'}), kept and sent again`);
    this.#isCut = true;
  }

  #refused(frames: readonly Frame[], status: number): false {
    this.#destination.say(`  ${frames.length} samples refused (${status})`);
    return false;
  }

  #giveUp(status: number): false {
    this.#failure = new Error(`The session takes no samples any more (${status}).`);
    this.#queue.length = 0;
    return false;
  }
}

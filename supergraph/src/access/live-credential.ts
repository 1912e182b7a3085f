import { type Credential, holderOf } from './access.ts';
import type { Endable } from './endable.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { detached } from '@moim/kit/trace/span.ts';

/** How often an open connection is asked whether it still stands for someone, in milliseconds. */
const recheckEveryMs = 3_000;
/** At which connections look up, in that time. */
const moments = 30;

/**
 * The credential of one open connection: checked for every operation and, while subscriptions are
 * open, every few seconds, so that they end within 5 s of the token's or the session's end.
 */
export class LiveCredential implements Credential {
  readonly #everyMs: number;
  /** Seldom more than one. */
  #streams: readonly Endable[] = [];
  #credential: Credential;
  #timer: NodeJS.Timeout | undefined;

  constructor(credential: Credential, everyMs: number = recheckEveryMs) {
    this.#credential = credential;
    this.#everyMs = everyMs;
  }

  get memberId(): string | null {
    return this.#credential.memberId;
  }

  get address(): string {
    return this.#credential.address ?? '';
  }

  get appId(): string | undefined {
    return this.#credential.appId;
  }

  get stranger(): string | undefined {
    return this.#credential.stranger;
  }

  caller(requestId: string): ReturnType<Credential['caller']> {
    return this.#credential.caller(requestId);
  }

  /** A newer token of the same member or app takes over; another one's needs another connection. */
  renew(credential: Credential): boolean {
    if (holderOf(credential) !== holderOf(this.#credential)) return false;
    this.#credential = credential;
    return true;
  }

  /** The stream ends with the credential. */
  hold(stream: Endable): void {
    this.#streams = [...this.#streams, stream];
    if (holderOf(this.#credential) !== null) this.#timer ??= this.#schedule(); // nobody's does not end
  }

  release(stream: Endable): void {
    this.#streams = this.#streams.filter((one) => one !== stream);
    if (this.#streams.length === 0) this.close();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /**
   * Connections look up at common moments, so that identity is asked about many of them at once; not all at one, where
   * ten thousand of them would hold up everybody else.
   */
  #schedule(): NodeJS.Timeout {
    const [nowMs, apartMs] = [performance.now(), this.#everyMs / moments];
    const untilNextMs = Math.ceil((nowMs + this.#everyMs) / apartMs) * apartMs - nowMs;
    return detached(() => setTimeout(() => void this.#recheck(), untilNextMs)).unref();
  }

  async #recheck(): Promise<void> {
    const fired = this.#timer;
    try {
      await this.#credential.caller(newUuid());
      // Meanwhile the last stream may have gone, and another have come with a timer of its own.
      if (fired && this.#timer === fired) this.#timer = this.#schedule();
    } catch (error) {
      this.#timer = undefined;
      for (const stream of this.#streams) stream.end(error);
    }
  }
}

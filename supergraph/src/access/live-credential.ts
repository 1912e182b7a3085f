import { type Credential, holderOf } from './access.ts';
import type { Endable } from './endable.ts';
import { Moments } from './moments.ts';

/** How often an open connection is asked whether it still stands for someone, in milliseconds. */
const recheckEveryMs = 3_000;
/** Of the question whether somebody is still there; nothing that is told to anybody comes of it. */
const requestId = 'recheck';

/** Connections that look up at common moments, so that identity is asked about many of them at once, by how often. */
const looking = new Map<number, Moments<LiveCredential>>();

function lookingEvery(ms: number): Moments<LiveCredential> {
  const moments = looking.get(ms) ?? new Moments<LiveCredential>(ms, (one) => void one.recheck());
  looking.set(ms, moments);
  return moments;
}

/**
 * The credential of one open connection: checked for every operation and, while subscriptions are
 * open, every few seconds, so that they end within 5 s of the token's or the session's end.
 */
export class LiveCredential implements Credential {
  readonly #moments: Moments<LiveCredential>;
  /** Seldom more than one. */
  #streams: readonly Endable[] = [];
  #credential: Credential;
  /** When it looks up; null: nothing is open. */
  #moment: number | null = null;

  constructor(credential: Credential, everyMs: number = recheckEveryMs) {
    this.#credential = credential;
    this.#moments = lookingEvery(everyMs);
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
    if (holderOf(this.#credential) !== null) this.#moment ??= this.#moments.add(this); // nobody's does not end
  }

  release(stream: Endable): void {
    this.#streams = this.#streams.filter((one) => one !== stream);
    if (this.#streams.length === 0) this.close();
  }

  close(): void {
    if (this.#moment !== null) this.#moments.delete(this, this.#moment);
    this.#moment = null;
  }

  /** Ends what is open when it stands for nobody any more. Never rejects. */
  async recheck(): Promise<void> {
    try {
      await this.#credential.caller(requestId);
    } catch (error) {
      this.close();
      for (const stream of this.#streams) stream.end(error);
    }
  }
}

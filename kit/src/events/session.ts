import { Client, type Pool } from 'pg';
import { Slots } from './slots.ts';

/** One connection outside every pool: session locks live and die with it. */
export interface Session {
  /** Aborts when the connection is gone, and with it every lock taken on it. */
  readonly lost: AbortSignal;
  /** `work` has the connection for itself; its transaction never mixes with another's. */
  exclusive<T>(work: (client: Client) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export type OpenSession = () => Promise<Session>;

/** A server that froze or a half-open connection is given up after this long. */
const queryTimeoutMs = 6_000;
/** A process that is frozen or cut off loses its locks after this long without a heartbeat. */
const idleTimeoutMs = 7_000;

/** Connects like `pool` does, but beside it. */
export function sessionsLike(pool: Pool): OpenSession {
  return async () => {
    const client = new Client({ ...pool.options, query_timeout: queryTimeoutMs, keepAlive: true });
    const session = new ClientSession(client);
    await client.connect();
    await client.query(`/* backbone.limitSilence */ SET idle_session_timeout = ${idleTimeoutMs};
      SET idle_in_transaction_session_timeout = ${idleTimeoutMs}`);
    return session;
  };
}

class ClientSession implements Session {
  readonly #client: Client;
  readonly #lost = new AbortController();
  readonly #turn = new Slots(1);

  constructor(client: Client) {
    this.#client = client;
    const lose = () => this.#lost.abort();
    client.on('error', lose);
    client.on('end', lose);
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  exclusive<T>(work: (client: Client) => Promise<T>): Promise<T> {
    return this.#turn.use(async () => {
      this.#lost.signal.throwIfAborted();
      return work(this.#client);
    });
  }

  async close(): Promise<void> {
    await this.#client.end().catch(() => undefined); // it was lost before
    this.#lost.abort();
  }
}

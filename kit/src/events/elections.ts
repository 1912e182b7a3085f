import type { Logger } from 'pino';
import { pause } from './pause.ts';
import type { OpenSession, Session } from './session.ts';

/** A duty that one process in the world may have at a time. */
export interface Candidacy {
  /** Names the advisory lock; unique within the database. */
  readonly key: string;
  /** Does the duty until `term.signal` aborts. Called again when it ends before that. */
  readonly lead: (term: Term) => Promise<void>;
}

export interface Term {
  /** Holds the lock. Work done on it cannot outlive the lock. */
  readonly session: Session;
  readonly signal: AbortSignal;
}

export interface ElectionOptions {
  readonly openSession: OpenSession;
  readonly candidacies: readonly Candidacy[];
  readonly log: Pick<Logger, 'warn' | 'error'>;
  /** 0 ≤ random() < 1. */
  readonly random: () => number;
}

const retryMs = 1_000;
const heartbeatMs = 2_000;

/** Stands for every candidacy on one shared session, again and again after the session is lost. */
export class Elections {
  readonly #options: ElectionOptions;
  readonly #stopping = new AbortController();
  readonly #leading = new Map<string, Promise<void>>();
  readonly #done: Promise<void>;

  constructor(options: ElectionOptions) {
    this.#options = options;
    this.#done = this.#run();
  }

  /** Ends every duty first and lets go of the locks afterwards, so that a successor never overlaps. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#done;
  }

  async #run(): Promise<void> {
    const { openSession, log, random } = this.#options;
    while (!this.#stopping.signal.aborted) {
      try {
        await this.#campaign(await openSession());
      } catch (error) {
        log.warn({ err: error }, 'the backbone lost its session and connects again');
      }
      await pause(retryMs * random(), this.#stopping.signal);
    }
  }

  async #campaign(session: Session): Promise<void> {
    const signal = AbortSignal.any([session.lost, this.#stopping.signal]);
    const held = new Set<string>();
    try {
      while (!signal.aborted) {
        await this.#tryAll(session, held, signal);
        const isComplete = held.size === this.#options.candidacies.length;
        await pause(isComplete ? heartbeatMs : retryMs * (0.5 + this.#options.random() / 2), signal);
      }
      if (!session.lost.aborted) await Promise.all(this.#leading.values());
    } finally {
      await session.close();
    }
  }

  /** With nothing left to win it is the heartbeat that notices a half-open connection. */
  async #tryAll(session: Session, held: Set<string>, signal: AbortSignal): Promise<void> {
    const open = this.#options.candidacies.filter(({ key }) => !held.has(key));
    const won = await tryLocks(
      session,
      open.map(({ key }) => key),
    );
    for (const candidacy of open.filter(({ key }) => won.has(key))) {
      held.add(candidacy.key);
      this.#take(candidacy, { session, signal });
    }
  }

  #take({ key, lead }: Candidacy, term: Term): void {
    const previous = this.#leading.get(key) ?? Promise.resolve();
    this.#leading.set(
      key,
      previous.then(() => this.#leadUntilAborted(key, lead, term)),
    );
  }

  async #leadUntilAborted(key: string, lead: Candidacy['lead'], term: Term): Promise<void> {
    while (!term.signal.aborted) {
      try {
        await lead(term);
      } catch (error) {
        if (!term.signal.aborted)
          this.#options.log.error({ err: error, key }, 'a duty failed and starts over');
      }
      await pause(retryMs * this.#options.random(), term.signal);
      await untilAlive(term);
    }
  }
}

/** Whoever was replaced must not stand again on a session that has ended and does not know it yet. */
async function untilAlive({ session, signal }: Term): Promise<void> {
  const beat = () => session.exclusive((client) => client.query('/* backbone.beat */ SELECT'));
  while (!signal.aborted && !(await beat().catch(() => null))) await pause(retryMs, signal);
}

async function tryLocks(session: Session, keys: readonly string[]): Promise<Set<string>> {
  const { rows } = await session.exclusive((client) =>
    client.query<{ key: string }>(
      `/* backbone.tryLocks */ SELECT key FROM unnest($1::text[]) AS key
       WHERE pg_try_advisory_lock(hashtextextended(key, 0))`,
      [keys],
    ),
  );
  return new Set(rows.map(({ key }) => key));
}

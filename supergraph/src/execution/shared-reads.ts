import { isDeepStrictEqual } from 'node:util';
import type { ExecutionResult } from 'graphql';
import type { RecentChanges } from '../freshness/recent-changes.ts';
import { askerOf } from './asker.ts';
import { copyObject } from './json-object.ts';
import type { SubgraphOperation } from './subgraph-connection.ts';
import { type TrafficObserver, unobserved } from './traffic-observer.ts';
import type { WriteClock } from './write-clock.ts';

type Joined = PromiseWithResolvers<ExecutionResult | null>;

/** When a read was sent, and how often something had changed by then. */
interface Sent {
  readonly atMs: number;
  readonly changes: number;
}

/** One read under way, and who else waits for its answer. */
interface Read {
  readonly operation: SubgraphOperation;
  /** Null while it waits for its turn: it will see everything that has changed by now. */
  sent: Sent | null;
  readonly joined: Joined[];
}

/** Sends a read, and says when it does. */
type Ask = (onSent: () => void) => Promise<ExecutionResult>;

/** Reads of one text that are compared with a new one: where more are under way, comparing costs more than it saves. */
const maxCompared = 16;
/**
 * Milliseconds from when a read was sent within which others join it, which is how old the answer may be that they are
 * given. Nobody who is told of a change by somebody else asks sooner, unless a program tells a program: those have
 * `x-moim-seen`. A read that takes longer is begun twenty times a second by however many ask.
 */
const defaultJoinedForMs = 50;

export interface SharedReadsOptions {
  readonly observer?: TrafficObserver;
  /** What changed through other processes; absent: there are none. */
  readonly elsewhere?: RecentChanges;
  readonly now?: () => number;
  /** Default: see {@link defaultJoinedForMs}. */
  readonly joinedForMs?: number | undefined;
}

/**
 * Equal reads of one subgraph that are under way at the same moment, for viewers that nothing tells apart, are one
 * request. Nobody joins a read that was sent before something changed that they may know of: through this process, or by
 * themselves through another one; nor one that was sent longer ago than `joinedForMs`.
 */
export class SharedReads {
  readonly #subgraph: string;
  readonly #changes: WriteClock;
  readonly #observer: TrafficObserver;
  readonly #elsewhere: RecentChanges | null;
  readonly #now: () => number;
  readonly #joinedForMs: number;
  readonly #underWay = new Map<string, Set<Read>>();

  constructor(subgraph: string, changes: WriteClock, options: SharedReadsOptions = {}) {
    this.#subgraph = subgraph;
    this.#changes = changes;
    this.#observer = options.observer ?? unobserved;
    this.#elsewhere = options.elsewhere ?? null;
    this.#now = options.now ?? (() => performance.now());
    this.#joinedForMs = options.joinedForMs ?? defaultJoinedForMs;
  }

  read(operation: SubgraphOperation, ask: Ask): Promise<ExecutionResult> {
    const equal = this.#find(operation);
    return equal ? this.#join(equal, operation, ask) : this.#lead(operation, ask);
  }

  async #join(equal: Read, operation: SubgraphOperation, ask: Ask): Promise<ExecutionResult> {
    const joined = join(equal); // before anything is waited for: it may be over by then
    joined.catch(() => undefined); // it may fail by then too, and nobody may want it
    if (await this.#knowsBetter(operation)) return this.#lead(operation, ask);
    this.#observer.shared(this.#subgraph);
    const answer = await joined;
    if (answer) return answer;
    operation.signal?.throwIfAborted();
    return this.read(operation, ask); // who it had joined has left
  }

  /** Whether who asks changed something lately where our own clock does not see it. */
  async #knowsBetter(operation: SubgraphOperation): Promise<boolean> {
    const asker = askerOf(operation);
    if (!this.#elsewhere || asker === null) return false;
    return this.#elsewhere.mayHaveChanged(asker);
  }

  #find({ query, variables, identity, authorization }: SubgraphOperation): Read | undefined {
    const candidates = this.#underWay.get(query);
    // `primary` is asked for by who cannot say what they have seen.
    if (!candidates || identity.reads === 'primary') return undefined;
    let compared = 0;
    for (const read of candidates) {
      if (!this.#isFresh(read)) {
        candidates.delete(read); // nor will it ever be again
        continue;
      }
      if ((compared += 1) > maxCompared) return undefined;
      const other = read.operation;
      if (other.authorization !== authorization || !isSameViewer(other.identity, identity)) continue;
      if (isDeepStrictEqual(other.variables, variables) && !isGivenUp(read)) return read;
    }
    return undefined;
  }

  #isFresh({ sent }: Read): boolean {
    if (!sent) return true;
    return sent.changes === this.#changes.count && this.#now() - sent.atMs <= this.#joinedForMs;
  }

  async #lead(operation: SubgraphOperation, ask: Ask): Promise<ExecutionResult> {
    const read: Read = { operation, sent: null, joined: [] };
    const reads = this.#underWay.get(operation.query) ?? new Set();
    this.#underWay.set(operation.query, reads.add(read));
    try {
      const answer = await ask(() => {
        read.sent = { atMs: this.#now(), changes: this.#changes.count };
      });
      // Now, since whoever asked first merges other answers into this one.
      for (const joined of read.joined) joined.resolve(isGivenUp(read) ? null : copyOf(answer));
      return answer;
    } catch (error) {
      for (const joined of read.joined)
        if (isGivenUp(read)) joined.resolve(null);
        else joined.reject(error);
      throw error;
    } finally {
      reads.delete(read);
      if (reads.size === 0 && this.#underWay.get(operation.query) === reads)
        this.#underWay.delete(operation.query);
    }
  }
}

/** Null when whoever asked has left, whether the subgraph noticed or not. */
async function join({ operation: { signal }, joined }: Read): Promise<ExecutionResult | null> {
  const one: Joined = Promise.withResolvers();
  joined.push(one);
  const giveUp = () => one.resolve(null);
  signal?.addEventListener('abort', giveUp, { once: true });
  try {
    return await one.promise;
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
}

/** The answer is worth nothing to others: its statements may have been cancelled. */
const isGivenUp = ({ operation }: Read): boolean => operation.signal?.aborted ?? false;

const copyOf = (answer: ExecutionResult): ExecutionResult =>
  answer.data ? { ...answer, data: copyObject(answer.data) } : answer;

type Identity = SubgraphOperation['identity'];

/** Everything that may change an answer; the id of a request does not. */
function isSameViewer(one: Identity, other: Identity): boolean {
  if (one.viewer?.sessionId !== other.viewer?.sessionId) return false; // tells most of them apart
  const { requestId: _, ...asOne } = one;
  const { requestId: __, ...asOther } = other;
  return isDeepStrictEqual(asOne, asOther);
}

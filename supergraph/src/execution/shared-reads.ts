import { isDeepStrictEqual } from 'node:util';
import type { ExecutionResult } from 'graphql';
import { copyObject } from './json-object.ts';
import type { SubgraphOperation } from './subgraph-connection.ts';
import { type TrafficObserver, unobserved } from './traffic-observer.ts';
import type { WriteClock } from './write-clock.ts';

type Joined = PromiseWithResolvers<ExecutionResult | null>;

/** One read under way, and who else waits for its answer. */
interface Read {
  readonly operation: SubgraphOperation;
  /** How often something had changed when it was sent. */
  readonly changes: number;
  readonly joined: Joined[];
}

/** Reads of one text that are compared with a new one: where more are under way, comparing costs more than it saves. */
const maxCompared = 16;

/**
 * Equal reads of one subgraph that are under way at the same moment, for viewers that nothing tells apart, are one
 * request. Nobody joins a read that was sent before something changed that they may know of.
 */
export class SharedReads {
  readonly #subgraph: string;
  readonly #changes: WriteClock;
  readonly #observer: TrafficObserver;
  readonly #underWay = new Map<string, Set<Read>>();

  constructor(subgraph: string, changes: WriteClock, observer: TrafficObserver = unobserved) {
    this.#subgraph = subgraph;
    this.#changes = changes;
    this.#observer = observer;
  }

  read(operation: SubgraphOperation, ask: () => Promise<ExecutionResult>): Promise<ExecutionResult> {
    const equal = this.#find(operation);
    return equal ? this.#join(equal, operation, ask) : this.#lead(operation, ask);
  }

  async #join(
    equal: Read,
    operation: SubgraphOperation,
    ask: () => Promise<ExecutionResult>,
  ): Promise<ExecutionResult> {
    this.#observer.shared(this.#subgraph);
    const answer = await join(equal);
    if (answer) return answer;
    operation.signal?.throwIfAborted();
    return this.read(operation, ask); // who it had joined has left
  }

  #find({ query, variables, identity, authorization }: SubgraphOperation): Read | undefined {
    const candidates = this.#underWay.get(query);
    if (!candidates) return undefined;
    const changes = this.#changes.count;
    let compared = 0;
    for (const read of candidates) {
      if ((compared += 1) > maxCompared) return undefined;
      const other = read.operation;
      if (read.changes !== changes || other.authorization !== authorization) continue;
      if (!isSameViewer(other.identity, identity)) continue;
      if (isDeepStrictEqual(other.variables, variables) && !isGivenUp(read)) return read;
    }
    return undefined;
  }

  async #lead(operation: SubgraphOperation, ask: () => Promise<ExecutionResult>): Promise<ExecutionResult> {
    const read: Read = { operation, changes: this.#changes.count, joined: [] };
    const reads = this.#underWay.get(operation.query) ?? new Set();
    this.#underWay.set(operation.query, reads.add(read));
    try {
      const answer = await ask();
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
      if (reads.size === 0) this.#underWay.delete(operation.query);
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

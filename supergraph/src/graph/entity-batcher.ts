import { setTimeout as sleep } from 'node:timers/promises';
import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Deadline } from '../execution/deadline.ts';
import { copyJson, isJsonObject, isList } from '../execution/json-object.ts';
import type { SubgraphRequest } from '../execution/plan/compiled-plan.ts';
import { jointDeadline } from './joint-deadline.ts';

type Variables = Readonly<Record<string, unknown>>;
type Ask = (request: SubgraphRequest, variables: Variables, deadline: Deadline) => Promise<ExecutionResult>;

/** A request holds no more representations than this; the next one begins another. */
const maxRepresentations = 1_000;

/** Who asked for what, of a request that several made together. */
interface Member {
  /** Of his representations, where each is in the joined request. */
  readonly indexes: readonly number[];
  readonly deadline: Deadline;
  readonly resolve: (result: ExecutionResult) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Joins requests for entities that differ in nothing but the entities and are made in the same turn of the event
 * loop, while an earlier one of them is under way, or right behind it. Each is as somebody, and joined to his own only: what one may see
 * another may not.
 */
export class EntityBatcher {
  readonly #schedule: (flush: () => void) => void;
  readonly #pause: (askers: number) => Promise<unknown>;
  readonly #open = new Map<string, Batch>();
  /** Ends with the latest request of each. */
  readonly #underWay = new Map<string, Promise<void>>();

  /**
   * @param schedule - when a turn is over
   * @param pause - from one request, which so many wait for, to the next of the same text: where more than a hundred a
   *   second are needed, each is for several
   */
  constructor(
    schedule: (flush: () => void) => void = setImmediate,
    pause: (askers: number) => Promise<unknown> = (askers) => sleep(askers > 1 ? busyMs : quietMs),
  ) {
    this.#schedule = schedule;
    this.#pause = pause;
  }

  /**
   * Each waits until their own deadline; what is joined is asked until the last of them is over.
   *
   * @param asker - equal for callers whom nothing tells apart
   * @param ask - with what is joined, as one of them
   */
  ask(
    asker: string,
    request: SubgraphRequest,
    variables: Variables,
    deadline: Deadline,
    ask: Ask,
  ): Promise<ExecutionResult> {
    const { representations, ...others } = variables;
    if (!isList(representations)) return ask(request, variables, deadline);
    const key = JSON.stringify([asker, request.query, request.operationName, others]);
    const known = this.#open.get(key);
    const batch = known?.hasRoom
      ? known
      : this.#begin(key, new Batch((all, joint) => ask(request, { ...others, representations: all }, joint)));
    return deadline.orOver(batch.join(representations, deadline));
  }

  #begin(key: string, batch: Batch): Batch {
    this.#open.set(key, batch);
    this.#schedule(() => void this.#send(key, batch));
    return batch;
  }

  async #send(key: string, batch: Batch): Promise<void> {
    const earlier = this.#underWay.get(key);
    if (earlier) await atMost(patienceMs, earlier);
    if (this.#open.get(key) === batch) this.#open.delete(key);
    const sent = Promise.all([batch.flush(), this.#pause(batch.size)]).then(() => undefined);
    this.#underWay.set(key, sent);
    await sent;
    if (this.#underWay.get(key) === sent) this.#underWay.delete(key);
  }
}

const [quietMs, busyMs] = [10, 20];
/** Milliseconds after which a request that is under way is no longer waited for. */
const patienceMs = 20;

async function atMost(ms: number, work: Promise<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  void work.then(resolve);
  await promise;
  clearTimeout(timer);
}

type AskForAll = (representations: readonly unknown[], joint: Deadline) => Promise<ExecutionResult>;

class Batch {
  readonly #ask: AskForAll;
  readonly #representations: unknown[] = [];
  readonly #indexByText = new Map<string, number>();
  readonly #members: Member[] = [];

  constructor(ask: AskForAll) {
    this.#ask = ask;
  }

  get size(): number {
    return this.#members.length;
  }

  get hasRoom(): boolean {
    return this.#representations.length < maxRepresentations;
  }

  join(representations: readonly unknown[], deadline: Deadline): Promise<ExecutionResult> {
    const indexes = representations.map((one) => this.#indexOf(one));
    return new Promise((resolve, reject) => this.#members.push({ indexes, deadline, resolve, reject }));
  }

  async flush(): Promise<void> {
    const joint = jointDeadline(this.#members.map(({ deadline }) => deadline));
    try {
      const result = await this.#ask(this.#representations, joint);
      const entities = entitiesIn(result, this.#representations.length);
      for (const { indexes, resolve } of this.#members) resolve(partOf(result, entities, indexes));
    } catch (error) {
      for (const { reject } of this.#members) reject(error);
    } finally {
      joint.end();
    }
  }

  #indexOf(representation: unknown): number {
    const text = JSON.stringify(representation);
    const known = this.#indexByText.get(text);
    if (known !== undefined) return known;
    const index = this.#representations.push(representation) - 1;
    this.#indexByText.set(text, index);
    return index;
  }
}

/** @throws when it is no answer to as many representations; null where there is no data */
function entitiesIn({ data }: ExecutionResult, count: number): readonly unknown[] | null {
  if (!isJsonObject(data)) return null;
  const entities = data['_entities'];
  if (!isList(entities)) throw new TypeError('Expected "data._entities" in response to be an array');
  if (entities.length !== count)
    throw new TypeError(`Expected "data._entities" to contain ${count} elements`);
  return entities;
}

/** A copy for each: whoever gets it merges into it. */
function partOf(
  result: ExecutionResult,
  entities: readonly unknown[] | null,
  indexes: readonly number[],
): ExecutionResult {
  const errors = result.errors?.flatMap((error) => errorsFor(error, indexes)) ?? [];
  const { errors: _, ...rest } = result;
  return {
    ...rest,
    ...(entities && { data: { _entities: indexes.map((index) => copyJson(entities[index])) } }),
    ...(errors.length > 0 && { errors }),
  };
}

/** An error about an entity concerns those who asked for it; any other concerns all. */
function errorsFor(error: GraphQLError, indexes: readonly number[]): GraphQLError[] {
  const [root, at, ...below] = error.path ?? [];
  if (root !== '_entities' || typeof at !== 'number') return [error];
  return indexes.flatMap((index, place) =>
    index === at ? [movedTo(error, ['_entities', place, ...below])] : [],
  );
}

const movedTo = ({ message, extensions, originalError }: GraphQLError, path: (string | number)[]) =>
  new GraphQLError(message, { path, extensions, originalError: originalError ?? null });

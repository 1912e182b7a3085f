import { type ExecutionResult, GraphQLError } from 'graphql';
import { isJsonObject, isList } from '../json-object.ts';
import type { SubgraphRequest } from './compiled-plan.ts';
import { aliasIn, contextualRequest, nameIn, unknownNames } from './contextual-request.ts';
import type { Contexts } from './contexts.ts';
import type { GatheredEntities } from './gather-entities.ts';
import type { AskSubgraph } from './plan-run.ts';

type Variables = Readonly<Record<string, unknown>>;

/** A request has entities of no more different contexts than this; the others are in another one. */
const maxContexts = 32;

/** Entities in the same contexts: where they are among all that are asked for. */
interface Group {
  readonly contexts: Contexts;
  readonly indexes: readonly number[];
}

/**
 * Asks for entities some of whose arguments come from the contexts that they are in. A request has one value of
 * each variable, therefore those of other contexts are asked for under other names, side by side in one request.
 *
 * @returns as if all had been asked for at once
 */
export async function askInContexts(
  ask: AskSubgraph,
  request: SubgraphRequest,
  variables: Variables,
  { representations, contexts }: GatheredEntities,
): Promise<ExecutionResult> {
  const groups = [...Map.groupBy(contexts.keys(), (index) => contexts[index] ?? {})].map(
    ([shared, indexes]): Group => ({ contexts: shared, indexes }),
  );
  const chunks = [...Map.groupBy(groups, unknownIn).values()].flatMap((all) => chunked(all, maxContexts));
  const results = await Promise.all(
    chunks.map((chunk) =>
      ask(contextualRequest(request, chunk[0]?.contexts ?? {}, chunk.length), {
        ...variables,
        ...Object.fromEntries(
          chunk.flatMap(({ contexts: told, indexes }, turn) =>
            namedBy(turn, { ...told, representations: indexes.map((index) => representations[index]) }),
          ),
        ),
      }),
    ),
  );
  return joined(chunks, results, representations.length);
}

/** Those of which the same is unknown are asked the same. */
const unknownIn = ({ contexts }: Group): string => unknownNames(contexts).join(' ');

function chunked<Item>(items: readonly Item[], size: number): Item[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}

const namedBy = (turn: number, told: Variables): [string, unknown][] =>
  Object.entries(told).flatMap(([name, value]): [string, unknown][] =>
    value === undefined ? [] : [[nameIn(turn, name), value]],
  );

function joined(
  chunks: readonly (readonly Group[])[],
  results: readonly ExecutionResult[],
  count: number,
): ExecutionResult {
  const entities: unknown[] = Array.from({ length: count }, () => null);
  const errors: GraphQLError[] = [];
  let isAnswered = false;
  for (const [turn, { data, errors: told = [] }] of results.entries()) {
    const groups = chunks[turn] ?? [];
    errors.push(...told.flatMap((error) => movedTo(error, groups)));
    if (!isJsonObject(data)) continue;
    isAnswered = true;
    for (const [index, group] of groups.entries()) take(data[aliasIn(index)], group, entities);
  }
  return { data: isAnswered ? { _entities: entities } : null, ...(errors.length > 0 && { errors }) };
}

/** @throws when it is no answer to as many representations */
function take(answered: unknown, { indexes }: Group, into: unknown[]): void {
  if (answered === null) return;
  if (!isList(answered) || answered.length !== indexes.length)
    throw new TypeError(`Expected ${indexes.length} entities in response to as many representations`);
  for (const [place, index] of indexes.entries()) into[index] = answered[place];
}

/** Where the error would be had all been asked for at once. */
function movedTo(error: GraphQLError, groups: readonly Group[]): GraphQLError[] {
  const [alias, place, ...below] = error.path ?? [];
  const group = groups.find((_, turn) => alias === aliasIn(turn));
  if (!group) return [error];
  const concerned = typeof place === 'number' ? group.indexes.slice(place, place + 1) : group.indexes;
  const { message, extensions } = error;
  return concerned.map(
    (index) => new GraphQLError(message, { path: ['_entities', index, ...below], extensions }),
  );
}

import { GraphQLError } from 'graphql';
import type { NameInAnswer } from './answer-names.ts';
import type { ResponsePath } from './response-path.ts';

type SubgraphErrors = readonly GraphQLError[];

/** Who told of errors, and what the client calls what it was asked for. */
export interface ToldBy {
  readonly name: string;
  readonly nameInAnswer: NameInAnswer;
}

/** Gives the errors of root fields their place in the client's answer: below each of the places asked for. */
export function placeRootErrors(
  subgraph: ToldBy,
  errors: SubgraphErrors,
  places: readonly ResponsePath[],
): GraphQLError[] {
  return errors.flatMap((error) => {
    const { path } = error;
    return path
      ? places.map((place) => placed(subgraph, error, [...place, ...path]))
      : [placed(subgraph, error)];
  });
}

/**
 * The same for entities: an error about one is told wherever that entity is in the answer, and an error about
 * `_entities` itself wherever one of them is.
 *
 * @param placesOfAll - asked for only where there are errors with a path
 */
export function placeEntityErrors(
  subgraph: ToldBy,
  errors: SubgraphErrors,
  placesOfAll: () => readonly ResponsePath[][],
): GraphQLError[] {
  const placesByIndex = errors.some(({ path }) => path) ? placesOfAll() : [];
  return errors.flatMap((error) => {
    if (!error.path) return [placed(subgraph, error)];
    const [, index, ...below] = error.path;
    const places = typeof index === 'number' ? (placesByIndex[index] ?? []) : placesByIndex.flat();
    if (places.length === 0) return [placed(subgraph, error)];
    return places.map((place) => placed(subgraph, error, [...place, ...below]));
  });
}

function placed(
  { name, nameInAnswer }: ToldBy,
  { message, extensions }: GraphQLError,
  path?: ResponsePath,
): GraphQLError {
  return new GraphQLError(message || `Error while fetching subquery from service "${name}"`, {
    path: path?.map((key) => (typeof key === 'string' ? nameInAnswer(key) : key)) ?? null,
    extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', ...extensions, serviceName: name },
  });
}

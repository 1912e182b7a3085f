import { composeServices } from '@apollo/composition';
import { type GraphQLError, lexicographicSortSchema, parse, printSchema } from 'graphql';
import { findLines } from './find-lines.ts';
import { placeIn, type SubgraphSdl } from './subgraph-sdl.ts';

export interface Composition {
  readonly supergraphSdl: string;
  /** What clients may see: no federation machinery, nothing inaccessible. Sorted. */
  readonly apiSdl: string;
}

/** One line a reason, each with the SDL file and the line that it speaks of. */
export class CompositionError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The subgraphs do not compose:\n${faults.join('\n')}`);
    this.name = 'CompositionError';
    this.faults = faults;
  }
}

/** @throws {CompositionError} when the parts contradict each other */
export function compose(subgraphs: readonly SubgraphSdl[]): Composition {
  const { errors, schema, supergraphSdl } = composeServices(
    subgraphs.map(({ name, sdl }) => ({ name, url: urlOf(name), typeDefs: parse(sdl) })),
  );
  if (errors) throw new CompositionError(errors.map((error) => describeFault(error, subgraphs)));
  const api = schema.toAPISchema().toGraphQLJSSchema({ includeDefer: true });
  return { supergraphSdl, apiSdl: printSchema(lexicographicSortSchema(api)) };
}

/** Configuration maps this name to an address, so that the committed file suits every installation. */
const urlOf = (name: string) => `http://${name}.internal/graphql`;

function describeFault(error: GraphQLError, subgraphs: readonly SubgraphSdl[]): string {
  const own = (error.nodes ?? []).flatMap((node) => {
    const line = node.loc?.startToken.line;
    return 'subgraph' in node && typeof node.subgraph === 'string' && line !== undefined
      ? [{ name: node.subgraph, line }]
      : [];
  });
  const places = own.length > 0 ? own : findLines(error.message, subgraphs);
  const where = places.map((place) => placeIn(subgraphs, place));
  return `${where.length > 0 ? where.join(', ') : 'schema/subgraphs'}: ${error.message}`;
}

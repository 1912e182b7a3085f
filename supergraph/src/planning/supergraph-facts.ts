import { buildASTSchema, type GraphQLSchema, parse } from 'graphql';
import type { EntityKeys } from '../execution/plan/entity-keys.ts';
import type { StandIns } from '../execution/plan/stand-ins.ts';

/** What has to be known of a supergraph where plans are run; all of it can be sent to another thread. */
export interface SupergraphFacts {
  /** What clients see. */
  readonly apiSdl: string;
  /** With every field of every subgraph. */
  readonly wholeSdl: string;
  /** Names in the supergraph, each to be connected. */
  readonly subgraphs: readonly string[];
  readonly standIns: StandIns;
  readonly keys: EntityKeys;
  /** The fields that a plan may need whatever a client asks. */
  readonly plannedNames: ReadonlySet<string>;
}

/** @param sdl - of facts: it was validated before it was printed */
export const schemaOf = (sdl: string): GraphQLSchema =>
  buildASTSchema(parse(sdl, { noLocation: true }), { assumeValidSDL: true });

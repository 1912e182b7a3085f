import type { GraphQLSchema } from 'graphql';
import type { EntityKeys } from './entity-keys.ts';
import { type Merge, mergeWith } from './merge.ts';
import type { StandIns } from './stand-ins.ts';

/** What compiling a plan needs to know of a supergraph. */
export interface PlanContext {
  /** With all types. */
  readonly schema: GraphQLSchema;
  readonly standIns: StandIns;
  readonly keys: EntityKeys;
  readonly merge: Merge;
}

export const planContext = (schema: GraphQLSchema, standIns: StandIns, keys: EntityKeys): PlanContext => ({
  schema,
  standIns,
  keys,
  merge: mergeWith(schema),
});

import type { GraphQLSchema } from 'graphql';
import type { OperationIdentity } from '../auth/viewer.ts';
import type { Consumer } from '../events/consumer.ts';
import type { JobHandler } from '../jobs/job-handler.ts';
import type { Route } from './route.ts';
import type { Services } from './services.ts';

/** A subgraph is a value: servers, processes and infrastructure are chosen by whoever hosts it. */
export interface Subgraph<Context extends object = object> {
  /** Lower case, e.g. `messaging`; also its Postgres schema and its name in the supergraph. */
  readonly name: string;
  readonly schema: GraphQLSchema;
  /** One object an operation: data loaders are keyed by it, so it is never copied. */
  readonly context: (services: Services, identity: OperationIdentity) => Context;
  readonly routes: readonly Route[];
  /** What starts an action without a request. */
  readonly triggers: { readonly consumers: readonly Consumer[]; readonly jobs: readonly JobHandler[] };
  /**
   * Aggregate types whose events are never pruned, because others make what they know from all of them. Every event of
   * an aggregate has the same type, so each aggregate is whole or not.
   */
  readonly lastingEvents?: readonly string[];
  /** Folder of `<timestamp>_<name>.sql` files. */
  readonly migrations: URL;
}

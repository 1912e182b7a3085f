import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import type { DocumentNode } from 'graphql';
import type { Logger } from 'pino';
import { failActiveSpan } from '@moim/kit/trace/span.ts';
import { answerTo } from '../access/answer.ts';
import { causesOf } from '../access/explain-nulls.ts';
import type { Door } from '../access/door.ts';
import type { Entered } from '../access/entered.ts';
import type { DecidedOperation } from '../access/decided-operations.ts';
import { documentKey } from '../access/document-key.ts';
import type { Deadline } from '../execution/deadline.ts';
import type { Caller } from './caller.ts';
import { gatewayOf } from './gateway.ts';
import type { Graph } from './graph.ts';
import { measureOperation } from './measure-operation.ts';
import { type SupergraphMetrics, supergraphMetrics } from '../metrics/supergraph-metrics.ts';
import { silentPlugins } from './silence-telemetry.ts';

/** What each operation carries through Apollo Server. */
export interface ApolloContext {
  readonly caller: Caller;
  readonly entered: Entered;
  /** Told when nobody waits for the answer any more. */
  readonly deadline?: Deadline;
  /** What is executed of the operation, which Apollo Server knows as it came. */
  readonly decided?: DecidedOperation;
}

/** A foreign page can send none of these without asking first (CORS preflight), which we never allow. */
export const headersNoFormSends = ['authorization', 'x-apollo-operation-name', 'apollo-require-preflight'];

/**
 * Apollo Server over the graph, for GET and for what is negotiated at length; all else is run without it. The
 * caller starts and stops it.
 */
export function createApollo(
  graph: Graph,
  door: Door,
  log: Logger,
  metrics: SupergraphMetrics = supergraphMetrics(),
): ApolloServer<ApolloContext> {
  return new ApolloServer<ApolloContext>({
    gateway: gatewayOf(graph),
    apollo: {},
    nodeEnv: 'production',
    introspection: true, // the door decides who may
    persistedQueries: false,
    csrfPrevention: { requestHeaders: headersNoFormSends },
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    documentStore: admittedDocuments(door),
    formatError: (_formatted, error) => door.formatError(error, null),
    plugins: [...silentPlugins(), onlyWhatEntered(), masked(door), measured(metrics)],
    logger: log,
  });
}

/** Apollo's key is a prefix of its own and the SHA-256 of the text. */
function admittedDocuments(door: Door) {
  const keyLength = documentKey('').length;
  return {
    get: async (key: string): Promise<DocumentNode | undefined> => door.findDocument(key.slice(-keyLength)),
    set: async () => undefined,
    delete: async () => undefined,
  };
}

/** Should a way past the door ever open, it leads nowhere. */
function onlyWhatEntered(): ApolloServerPlugin<ApolloContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ contextValue: { entered }, source }) => {
        if (entered.operation.query !== source) throw new Error('an operation did not come through the door');
      },
    }),
  };
}

/** Replaces what `formatError` made of the errors: here the request's id is known. */
function masked(door: Door): ApolloServerPlugin<ApolloContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ response: { body }, errors, contextValue: { caller, entered } }) => {
        if (body.kind !== 'single') return;
        const { requestId } = caller.identity;
        const told = errors?.map((error) => door.formatError(error, requestId)) ?? [];
        if (errors) body.singleResult.errors = told;
        if (body.singleResult.errors) failActiveSpan();
        body.singleResult = answerTo(entered, body.singleResult, causesOf(errors ?? [], told));
      },
    }),
  };
}

/** After `masked`: what is counted is what the client is told. */
function measured(metrics: SupergraphMetrics): ApolloServerPlugin<ApolloContext> {
  return {
    requestDidStart: async () => {
      const startedAtMs = performance.now();
      return {
        willSendResponse: async ({ response: { body }, contextValue: { entered } }) => {
          if (body.kind === 'single') measureOperation(metrics, entered, startedAtMs, body.singleResult);
        },
      };
    },
  };
}

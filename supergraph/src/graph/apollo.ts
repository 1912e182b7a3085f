import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import type { DocumentNode, FormattedExecutionResult } from 'graphql';
import type { Logger } from 'pino';
import { publicCodes } from '@moim/kit/errors/public-codes.ts';
import { failActiveSpan } from '@moim/kit/trace/span.ts';
import { answerTo } from '../access/answer.ts';
import type { Door, Entered } from '../access/door.ts';
import { documentKey } from '../access/admit-operation.ts';
import type { Caller } from './caller.ts';
import type { Graph } from './graph.ts';
import { type SupergraphMetrics, supergraphMetrics } from '../metrics/supergraph-metrics.ts';
import { silentPlugins } from './silence-telemetry.ts';

/** What each operation carries through Apollo Server and the gateway. */
export interface ApolloContext {
  readonly caller: Caller;
  readonly entered: Entered;
}

/** A foreign page can send none of these without asking first (CORS preflight), which we never allow. */
const headersNoFormSends = ['authorization', 'x-apollo-operation-name', 'apollo-require-preflight'];

/** Apollo Server over the gateway; the caller starts and stops it. */
export function createApollo(
  graph: Graph,
  door: Door,
  log: Logger,
  metrics: SupergraphMetrics = supergraphMetrics(),
): ApolloServer<ApolloContext> {
  return new ApolloServer<ApolloContext>({
    gateway: graph.gateway,
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

/** Runs a query or mutation that came over a socket exactly as one that came over HTTP. */
export async function executeEntered(
  apollo: ApolloServer<ApolloContext>,
  entered: Entered,
): Promise<FormattedExecutionResult> {
  const { operation, caller } = entered;
  const { query, operationName, variables } = operation;
  const request = { query, variables: { ...variables }, ...(operationName ? { operationName } : {}) };
  const { body } = await apollo.executeOperation(request, { contextValue: { caller, entered } });
  if (body.kind !== 'single') throw new TypeError('incremental delivery is not offered');
  return body.singleResult;
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
        if (errors) body.singleResult.errors = errors.map((error) => door.formatError(error, requestId));
        failWhereNothingIsLeft(body.singleResult, door, requestId);
        if (body.singleResult.errors) failActiveSpan();
        body.singleResult = answerTo(entered, body.singleResult);
      },
    }),
  };
}

/** After `masked`: what is counted is what the client is told. */
function measured({ observe, refused }: SupergraphMetrics): ApolloServerPlugin<ApolloContext> {
  return {
    requestDidStart: async () => {
      const startedAtMs = performance.now();
      return {
        willSendResponse: async ({ response: { body }, contextValue: { entered } }) => {
          const errors = body.kind === 'single' ? (body.singleResult.errors ?? []) : [];
          const codes = errors.map(({ extensions }) => knownCode(extensions?.['code']));
          const seconds = (performance.now() - startedAtMs) / 1_000;
          observe({ operation: entered.label, seconds, codes });
          if (codes.includes('LIMIT_EXCEEDED')) refused('planner');
        },
      };
    },
  };
}

/** The codes of a foreign supergraph are its own, and any number. */
const knownCode = (code: unknown): string =>
  typeof code === 'string' && Object.hasOwn(publicCodes, code) ? code : 'other';

/**
 * The gateway reports a null that a subgraph should not have sent only in its extensions. Below a
 * nullable field that null stands; where it took the whole answer with it, the client is told.
 */
function failWhereNothingIsLeft(result: FormattedExecutionResult, door: Door, requestId: string): void {
  if (result.data !== null || result.errors) return;
  Object.assign(result, { errors: [door.formatError(new Error('a required field is null'), requestId)] });
}

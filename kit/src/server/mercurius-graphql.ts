import type { FastifyInstance, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import mercurius from 'mercurius';
import type { OperationIdentity } from '../auth/viewer.ts';
import { BoundedWork } from '../deadline/operation-bounds.ts';
import { maskGraphQLError } from '../errors/public-error.ts';
import { answerKeyedMutations } from '../idempotency/answer-keyed-mutations.ts';
import type { HostedSubgraph } from './host.ts';
import { codesOf } from './observe-operation.ts';
import { operationLabel } from './operation-label.ts';
import { answerWithPosition, isMutation } from './written-position.ts';

/**
 * GraphQL over HTTP for a hosted subgraph: an operation is compiled at its second use. mercurius
 * makes the resolvers' context its own by adding to it, never by copying, so loaders find it again.
 */
export async function registerMercurius(
  app: FastifyInstance,
  hosted: HostedSubgraph,
  identityOf: (request: FastifyRequest) => OperationIdentity,
): Promise<void> {
  const { schema, contextFor, services } = hosted;
  answerKeyedMutations(app, hosted, identityOf);
  const requestIds = new WeakMap<object, string>();
  const requestIdOf = (context: object) => requestIds.get(context) ?? '';
  await app.register(mercurius, {
    schema,
    jit: 1,
    graphiql: false,
    context: (request) => {
      const identity = identityOf(request);
      const context = contextFor(identity);
      requestIds.set(context, identity.requestId);
      return open(context);
    },
    errorFormatter: ({ data, errors }, context) => ({
      // Without data the operation itself was refused: GraphQL over HTTP says 400.
      statusCode: data === undefined ? 400 : 200,
      response: {
        ...(data === undefined ? {} : { data }),
        errors: errors
          .flatMap(causesOf)
          .map((error) => maskGraphQLError(error, requestIdOf(context), services.log)),
      },
    }),
  });
  sayPositions(app, hosted, requestIdOf);
  measure(app, hosted);
}

/** As the host does for what it executes itself: an answer to a mutation says where the log stood. */
function sayPositions(
  { graphql }: FastifyInstance,
  { services }: HostedSubgraph,
  requestIdOf: (context: object) => string,
): void {
  const changes = new WeakSet<object>();
  graphql.addHook('preExecution', async (_schema, document, context) => {
    if (!isMutation(document)) return;
    changes.add(context);
    BoundedWork.current?.markChange();
  });
  graphql.addHook('onResolution', async (execution, context) => {
    if (!changes.has(context)) return;
    Object.assign(execution, await answerWithPosition(execution, services, requestIdOf(context)));
  });
}

/** Rate, errors and duration of what has been masked by then, as the host takes them of what it executes itself. */
function measure({ graphql }: FastifyInstance, { observe }: HostedSubgraph): void {
  const running = new WeakMap<object, { readonly operation: string; readonly startedAtMs: number }>();
  graphql.addHook('preExecution', async (_schema, document, context) => {
    running.set(context, { operation: operationLabel(document), startedAtMs: performance.now() });
  });
  graphql.addHook('onResolution', async (execution, context) => {
    const { operation, startedAtMs } = running.get(context) ?? {};
    if (operation === undefined || startedAtMs === undefined) return;
    observe({ operation, seconds: (performance.now() - startedAtMs) / 1_000, codes: codesOf(execution) });
  });
}

/** mercurius wants to add its own entries to the context; ours are classes, which are open as well. */
function open(context: object): Record<string, unknown> {
  if (isOpen(context)) return context;
  throw new TypeError('the context of an operation is sealed');
}

const isOpen = (context: object): context is Record<string, unknown> => Object.isExtensible(context);

/** A refused operation arrives as one error around those of the parser or of validation. */
function causesOf(error: GraphQLError): GraphQLError[] {
  const cause: unknown = error.originalError;
  if (cause instanceof Error && 'errors' in cause && cause.errors instanceof Array)
    return cause.errors.map((each: unknown) =>
      each instanceof GraphQLError ? each : new GraphQLError(String(each)),
    );
  return [withCause(error)];
}

/** Compiled execution reports a null in a non-null field without a cause; that is no fault of the caller. */
function withCause(error: GraphQLError): GraphQLError {
  if (error.originalError || !error.path) return error;
  const { message, nodes, source, positions, path } = error;
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path,
    originalError: new Error(message),
  });
}

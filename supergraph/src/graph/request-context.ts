import type { executeQueryPlan } from '@apollo/gateway';
import {
  type DocumentNode,
  getOperationAST,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

type RequestContext = Parameters<typeof executeQueryPlan>[2];
export type GatewayLogger = RequestContext['logger'];

interface StandIn {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: Readonly<Record<string, unknown>>;
  readonly logger: GatewayLogger;
}

/**
 * What Apollo Server would hand to the executor for a request. Plans of our own have no request:
 * the executor reads the variables, the context, the logger and the (empty) metrics of this.
 */
export function standInRequestContext({
  schema,
  document,
  variables,
  context,
  logger,
}: StandIn): RequestContext {
  return {
    request: { variables: { ...variables } },
    context: { ...context },
    logger,
    schema,
    schemaHash: noSchemaHash(),
    document,
    operation: anyOperation(document),
    operationName: null,
    queryHash: '',
    source: '',
    cache: noCache,
    metrics: {},
    overallCachePolicy: undefined,
  };
}

function anyOperation(document: DocumentNode): OperationDefinitionNode {
  const operation =
    getOperationAST(document) ?? document.definitions.find((node) => node.kind === 'OperationDefinition');
  if (operation?.kind !== 'OperationDefinition') throw new TypeError('a document without an operation');
  return operation;
}

const noCache: RequestContext['cache'] = {
  get: () => Promise.resolve(undefined),
  set: () => Promise.resolve(),
  delete: () => Promise.resolve(),
};

function noSchemaHash(): RequestContext['schemaHash'] {
  const none: string = '';
  if (!isSchemaHash(none)) throw new TypeError('unreachable');
  return none;
}

/** The type is branded and has no constructor; nothing reads the value. */
const isSchemaHash = (value: string): value is RequestContext['schemaHash'] => value === '';

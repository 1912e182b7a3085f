import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { buildOperationContext, executeQueryPlan, type GraphQLDataSource } from '@apollo/gateway';
import { QueryPlanner } from '@apollo/query-planner';
import {
  type DocumentNode,
  type ExecutionResult,
  getOperationAST,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { AskWorld } from './subgraphs-of.ts';
import type { Arguments } from './world.ts';

type RequestContext = Parameters<typeof executeQueryPlan>[2];

/** What stock planner and executor answer: the measure of ours, where they are right. */
export class StockExecutor {
  readonly #supergraph: Supergraph;
  readonly #planner: QueryPlanner;
  readonly #schema: GraphQLSchema;
  readonly #supergraphSchema: GraphQLSchema;

  constructor(supergraphSdl: string) {
    this.#supergraph = Supergraph.build(supergraphSdl);
    this.#planner = new QueryPlanner(this.#supergraph);
    this.#schema = this.#supergraph.apiSchema().toGraphQLJSSchema();
    this.#supergraphSchema = this.#supergraph.schema.toGraphQLJSSchema();
  }

  async execute(
    document: DocumentNode,
    variables: Arguments,
    subgraphs: ReadonlyMap<string, AskWorld>,
  ): Promise<ExecutionResult> {
    const apiSchema = this.#supergraph.apiSchema();
    return executeQueryPlan(
      this.#planner.buildQueryPlan(operationFromDocument(apiSchema, document)),
      Object.fromEntries([...subgraphs].map(([name, ask]) => [name, sourceOf(ask)])),
      standInRequestContext(this.#schema, document, variables),
      buildOperationContext({ schema: this.#schema, operationDocument: document }),
      this.#supergraphSchema,
      apiSchema,
    );
  }
}

const sourceOf = (ask: AskWorld): GraphQLDataSource => ({
  process: async ({ request: { query = '', variables = {} } }) => {
    const { data, errors } = await ask(query, variables);
    return { data: data ?? null, ...(errors ? { errors: errors.map((error) => error.toJSON()) } : {}) };
  },
});

/** What Apollo Server would hand to the executor: it reads the variables, and no more. */
function standInRequestContext(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Arguments,
): RequestContext {
  const silent = () => undefined;
  return {
    request: { variables: { ...variables } },
    context: {},
    logger: { debug: silent, info: silent, warn: silent, error: silent },
    schema,
    schemaHash: noSchemaHash(),
    document,
    operation: operationOf(document),
    operationName: null,
    queryHash: '',
    source: '',
    cache: {
      get: () => Promise.resolve(undefined),
      set: () => Promise.resolve(),
      delete: () => Promise.resolve(),
    },
    metrics: {},
    overallCachePolicy: undefined,
  };
}

function operationOf(document: DocumentNode): OperationDefinitionNode {
  const operation = getOperationAST(document);
  if (!operation) throw new TypeError('a document without an operation');
  return operation;
}

function noSchemaHash(): RequestContext['schemaHash'] {
  const none: string = '';
  if (!isSchemaHash(none)) throw new TypeError('unreachable');
  return none;
}

/** The type is branded and has no constructor; nothing reads the value. */
const isSchemaHash = (value: string): value is RequestContext['schemaHash'] => value === '';

import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type DocumentNode,
  getOperationAST,
  type GraphQLSchema,
  OperationTypeNode,
  parse,
  validate,
} from 'graphql';
import type { HostedSubgraph } from './host.ts';
import type { SubgraphOperation } from './operation.ts';

const mediaType = 'application/graphql-response+json';

/** Whether it is what our supergraph sends: JSON that wants GraphQL's own JSON back. */
export const isForShortWay = ({ method, headers }: IncomingMessage): boolean =>
  method === 'POST' &&
  headers['content-type'] === 'application/json' &&
  headers['content-encoding'] === undefined &&
  headers.accept?.startsWith(mediaType) === true;

/**
 * Reads a query or mutation out of a body; null for whatever else it is, which a library with an answer for all of that
 * is asked to answer. Each text is parsed and checked once.
 */
export class ShortWay {
  readonly #schema: GraphQLSchema;
  readonly #documents = new Map<string, DocumentNode>();

  constructor({ schema }: Pick<HostedSubgraph, 'schema'>) {
    this.#schema = schema;
  }

  operationIn(body: string): Pick<SubgraphOperation, 'document' | 'variables' | 'operationName'> | null {
    const { query, variables, operationName } = parametersIn(body) ?? {};
    if (typeof query !== 'string' || !isOptional(operationName, 'string')) return null;
    if (!isOptional(variables, 'object') || Array.isArray(variables)) return null;
    const document = this.#documentOf(query);
    const operation = document && getOperationAST(document, operationName);
    if (!operation || operation.operation === OperationTypeNode.SUBSCRIPTION) return null;
    return { document, variables: { ...variables }, ...(operationName && { operationName }) };
  }

  #documentOf(query: string): DocumentNode | null {
    const known = this.#documents.get(query);
    if (known) return known;
    const document = validDocument(this.#schema, query);
    if (document) this.#documents.set(query, document);
    for (const oldest of this.#documents.keys())
      if (this.#documents.size > maxDocuments) this.#documents.delete(oldest);
    return document;
  }
}

/** Plans of one supergraph are as many as its clients' operations. */
const maxDocuments = 1_000;

type Parameters = Readonly<Record<'query' | 'variables' | 'operationName', unknown>>;

function parametersIn(body: string): Parameters | null {
  try {
    const parameters: unknown = JSON.parse(body);
    if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters)) return null;
    return { query: undefined, variables: undefined, operationName: undefined, ...parameters };
  } catch {
    return null;
  }
}

function isOptional(value: unknown, type: 'string'): value is string | null | undefined;
function isOptional(value: unknown, type: 'object'): value is object | null | undefined;
function isOptional(value: unknown, type: 'string' | 'object'): boolean {
  return value === null || value === undefined || typeof value === type;
}

function validDocument(schema: GraphQLSchema, query: string): DocumentNode | null {
  try {
    const document = parse(query);
    return validate(schema, document).length === 0 ? document : null;
  } catch {
    return null;
  }
}

/** `result` as JSON, unless whoever asked has left. */
export function sendResult(response: ServerResponse, result: unknown): void {
  if (response.closed) return;
  const text = JSON.stringify(result);
  response.writeHead(200, {
    'content-type': `${mediaType}; charset=utf-8`,
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type DocumentNode,
  getOperationAST,
  type GraphQLSchema,
  OperationTypeNode,
  parse,
  validate,
} from 'graphql';
import { boundsOf } from '../deadline/deadline-header.ts';
import type { OperationBounds } from '../deadline/operation-bounds.ts';
import { InvalidInputError } from '../errors/domain-error.ts';
import type { HostedSubgraph } from './host.ts';
import type { SubgraphOperation } from './operation.ts';

/** One header by its lower-case name, as `Headers` answers it. */
export type HeadersRead = Pick<Headers, 'get'>;

export const headersOf = ({ headers }: IncomingMessage): HeadersRead => ({
  get: (name) => {
    const value = headers[name];
    return typeof value === 'string' ? value : (value?.join(', ') ?? null);
  },
});

const mediaType = 'application/graphql-response+json';

/** Whether it is what our supergraph sends: JSON that wants GraphQL's own JSON back. */
export const isForShortWay = ({ method, headers }: IncomingMessage): boolean =>
  method === 'POST' &&
  headers['content-type'] === 'application/json' &&
  headers['content-encoding'] === undefined &&
  headers.accept?.startsWith(mediaType) === true;

/** Of what one of our processes asks another; representations of a large answer's entities take some megabytes. */
const maxBodyBytes = 32 * 1024 * 1024;

/**
 * The body of a request, read to its end.
 *
 * @throws {InvalidInputError} it is too long; the rest of it is not read
 * @throws {Error} when its sender leaves before
 */
export function readBody(request: IncomingMessage): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= maxBodyBytes) return void chunks.push(chunk);
    request.pause();
    chunks.length = 0;
    reject(new InvalidInputError('body', `The body is larger than ${maxBodyBytes} bytes.`));
  });
  request.on('end', () =>
    resolve((chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))?.toString() ?? ''),
  );
  request.on('error', reject);
  return promise;
}

/** @throws {InvalidInputError} it is none */
export function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new InvalidInputError('body', 'The body must be JSON.');
  }
}

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

/** Of a request; the signal is made when something wants to hear that the caller has left. */
export function boundsWithin(headers: HeadersRead, response: ServerResponse): OperationBounds {
  const bounds = boundsOf(headers);
  let leaving: AbortController | undefined;
  return {
    ...bounds,
    get signal() {
      if (leaving) return leaving.signal;
      const controller = (leaving = new AbortController());
      const leave = () => {
        if (!response.writableFinished) controller.abort();
      };
      if (response.closed) leave();
      else response.once('close', leave);
      return controller.signal;
    },
  };
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

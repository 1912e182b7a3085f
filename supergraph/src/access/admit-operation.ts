import { createHash } from 'node:crypto';
import {
  type DocumentNode,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
  visit,
} from 'graphql';
import { BoundedCache } from '../execution/bounded-cache.ts';
import { findExceededLimit } from '../limits/check-limits.ts';
import { type CostRules, noCostRules } from '../limits/cost-rules.ts';
import { type Estimable, estimateCost } from '../limits/estimate-cost.ts';
import { measureDocument } from '../limits/measure-document.ts';
import type { OperationLimits } from '../limits/operation-limits.ts';
import { refuse, Refusal } from './refusal.ts';

/** What any transport received; types checked by the transport. */
export interface OperationRequest {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The client's trace, where its transport has no headers. */
  readonly traceparent?: unknown;
}

/** An operation that may be planned and executed. */
export interface AdmittedOperation extends OperationRequest {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Coerced, with defaults. Subgraphs are sent `variables`, as the client wrote them. */
  readonly coercedVariables: Readonly<Record<string, unknown>>;
  /** What it may cost at most; of a subscription, what an event may. */
  readonly points: number;
}

export interface AdmissionOptions {
  readonly schema: GraphQLSchema;
  readonly limits: OperationLimits;
  /** What operations cost, and the most that one may; absent: each may cost anything. */
  readonly costs?: { readonly rules: CostRules; readonly maxPoints: number };
  /** False where the schema is nobody's secret. */
  readonly hidesSchemaFromAnonymous: boolean;
  /** Told of the limit that an operation exceeds. */
  readonly onRefused?: (rule: string) => void;
}

/** Characters of documents that are kept parsed and validated. */
const maxCachedCharacters = 8_000_000;
/** More would only help who searches for the schema. */
const maxValidationErrors = 10;

/** The limits and checks of every transport, in one place: what passes here is planned, nothing else is. */
export class Admission {
  readonly #options: AdmissionOptions;
  readonly #documents = new BoundedCache<DocumentNode>(maxCachedCharacters);

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** @throws {Refusal} with what the client is told */
  admit(request: OperationRequest, isAnonymous: boolean): AdmittedOperation {
    const hides = isAnonymous && this.#options.hidesSchemaFromAnonymous;
    const key = documentKey(request.query);
    const known = this.#documents.get(key);
    const document = known ?? this.#parse(request.query);
    const operation = selectOperation(document, request.operationName);
    this.#checkSize(document, operation);
    if (hides) refuseIntrospection(document);
    if (!known) {
      this.#validate(document, hides);
      this.#documents.set(key, document, request.query.length);
    }
    const coercedVariables = this.#coerce(operation, request.variables);
    const points = this.#price({ document, operation, coercedVariables });
    return { ...request, document, operation, coercedVariables, points };
  }

  /** A document that was admitted a moment ago, by the SHA-256 of its text. */
  find(key: string): DocumentNode | undefined {
    return this.#documents.get(key);
  }

  #parse(query: string): DocumentNode {
    try {
      return parse(query, { maxTokens: this.#options.limits.tokens });
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      if (error.message.includes('Parsing aborted')) {
        this.#options.onRefused?.('tokens');
        throw refuse('LIMIT_EXCEEDED', `The document has more than ${this.#options.limits.tokens} tokens.`);
      }
      throw documentFault([error]);
    }
  }

  #checkSize(document: DocumentNode, operation: OperationDefinitionNode): void {
    const exceeded = findExceededLimit(measureDocument(document, operation), this.#options.limits);
    if (exceeded === null) return;
    this.#options.onRefused?.(exceeded.limit);
    throw refuse('LIMIT_EXCEEDED', exceeded.message);
  }

  #price(estimable: Estimable): number {
    const { schema, costs, onRefused } = this.#options;
    const points = estimateCost(schema, costs?.rules ?? noCostRules, estimable);
    if (!costs || points <= costs.maxPoints) return points;
    onRefused?.('cost');
    throw refuse('LIMIT_EXCEEDED', `The operation costs ${points} points; one may cost ${costs.maxPoints}.`);
  }

  #validate(document: DocumentNode, hides: boolean): void {
    const errors = validate(this.#options.schema, document, undefined, { maxErrors: maxValidationErrors });
    if (errors.length > 0) throw documentFault(errors, hides);
  }

  #coerce(operation: OperationDefinitionNode, variables: Readonly<Record<string, unknown>>) {
    const { coerced, errors } = getVariableValues(
      this.#options.schema,
      operation.variableDefinitions ?? [],
      variables,
      { maxErrors: maxValidationErrors },
    );
    if (errors) throw documentFault(errors);
    return coerced;
  }
}

/** The name of a document in the cache, which is also Apollo Server's name for it. */
export const documentKey = (query: string): string => createHash('sha256').update(query).digest('hex');

function selectOperation(document: DocumentNode, operationName: string | undefined): OperationDefinitionNode {
  const operation = getOperationAST(document, operationName);
  if (operation) return operation;
  const message =
    operationName === undefined
      ? 'The document has no operation, or several and none is named.'
      : `The document has no operation "${operationName}".`;
  throw documentFault([new GraphQLError(message)]);
}

function refuseIntrospection(document: DocumentNode): void {
  visit(document, {
    Field: ({ name }) => {
      if (name.value === '__schema' || name.value === '__type')
        throw refuse('UNAUTHENTICATED', 'Log in to read the schema; it is also published as a file.');
    },
  });
}

function documentFault(errors: readonly GraphQLError[], hides = false): Refusal {
  const faults = errors.map(({ message, nodes, source, positions }) => {
    const shown = hides ? message.replace(/ Did you mean .*\?$/s, '') : message;
    return new GraphQLError(shown, {
      nodes: nodes ?? null,
      source: source ?? null,
      positions: positions ?? null,
      extensions: { code: 'BAD_USER_INPUT', ...fieldOf(nodes) },
    });
  });
  return new Refusal(faults, { isDocumentFault: true });
}

/** A variable that does not fit is named as the field at fault. */
function fieldOf(nodes: GraphQLError['nodes']): { readonly field?: string } {
  const [node] = nodes ?? [];
  return node?.kind === Kind.VARIABLE_DEFINITION ? { field: node.variable.name.value } : {};
}

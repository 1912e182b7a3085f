import {
  type DocumentNode,
  type FormattedExecutionResult,
  getVariableValues,
  type GraphQLSchema,
  type OperationDefinitionNode,
  validate,
} from 'graphql';
import { BoundedCache } from '../execution/bounded-cache.ts';
import { findExceededLimit } from '../limits/check-limits.ts';
import { type CostRules, noCostRules } from '../limits/cost-rules.ts';
import { type Estimable, estimateCost } from '../limits/estimate-cost.ts';
import { measureDocument } from '../limits/measure-document.ts';
import type { OperationLimits } from '../limits/operation-limits.ts';
import type { AccessRules } from './access-rules.ts';
import type { AdmittedOperation, OperationRequest } from './admitted-operation.ts';
import { documentFault } from './document-fault.ts';
import { documentKey } from './document-key.ts';
import { fillWithheld } from './fill-withheld.ts';
import { type Grants, grantsKey, noGrants } from './grants.ts';
import {
  maxDocumentFaults,
  parseDocument,
  type RefuseLimit,
  refuseIntrospection,
  selectOperation,
  validateDocument,
} from './read-document.ts';
import { refuse } from './refusal.ts';
import { isNothingLeft, type Seen, seenWith, unauthorizedStream } from './seen-operation.ts';

export interface AdmissionOptions {
  readonly schema: GraphQLSchema;
  readonly limits: OperationLimits;
  /** What operations cost, and the most that one may; absent: each may cost anything. */
  readonly costs?: { readonly rules: CostRules; readonly maxPoints: number };
  /** Who may see what; absent: everybody everything. */
  readonly rules?: AccessRules;
  /** False where the schema is nobody's secret. */
  readonly hidesSchemaFromAnonymous: boolean;
  /** Documents that are parsed and validated before anybody asks for them. */
  readonly trusted?: Iterable<string>;
  /** Told of the limit that an operation exceeds. */
  readonly onRefused?: (rule: string) => void;
}

/** Characters of documents that are kept parsed and validated. */
const maxCachedCharacters = 8_000_000;

/** The limits and checks of every transport, in one place: what passes here is planned, nothing else is. */
export class Admission {
  readonly #options: AdmissionOptions;
  /** By key, as all documents; never forgotten, whatever else is sent. */
  readonly #trusted = new Map<string, DocumentNode>();
  readonly #documents = new BoundedCache<DocumentNode>(maxCachedCharacters);
  /** By document and grants. */
  readonly #seenBySome = new BoundedCache<Seen>(maxCachedCharacters);

  constructor(options: AdmissionOptions) {
    this.#options = options;
    for (const query of options.trusted ?? []) this.#trust(query);
  }

  /** What does not fit this schema is refused when it is asked for, as of anybody. */
  #trust(query: string): void {
    const { schema, limits } = this.#options;
    const document = parseDocument(query, limits.tokens, this.#refused);
    if (validate(schema, document).length === 0) this.#trusted.set(documentKey(query), document);
  }

  /**
   * @param grants - of whoever asks
   * @throws {Refusal} with what the client is told
   */
  admit(request: OperationRequest, isAnonymous: boolean, grants: Grants = noGrants): AdmittedOperation {
    const { schema, limits, hidesSchemaFromAnonymous } = this.#options;
    const hides = isAnonymous && hidesSchemaFromAnonymous;
    const key = request.queryKey ?? documentKey(request.query);
    const known = this.#trusted.get(key) ?? this.#documents.get(key);
    const document = known ?? parseDocument(request.query, limits.tokens, this.#refused);
    const operation = selectOperation(document, request.operationName);
    this.#checkSize(document, operation);
    if (hides) refuseIntrospection(document);
    if (!known) {
      validateDocument(schema, document, hides);
      this.#documents.set(key, document, request.query.length);
    }
    const coercedVariables = this.#coerce(operation, request.variables);
    const seen = this.#seen({ ...request, document, operation, asked: null }, key, grants);
    return { ...seen, coercedVariables, points: this.#price({ ...seen, coercedVariables }) };
  }

  /** What is executed for whoever may not see everything is a document of its own, also to the planner. */
  #seen(whole: Seen, key: string, grants: Grants): Seen {
    const { schema, rules } = this.#options;
    if (!rules || rules.size === 0) return whole;
    const seenKey = [key, whole.operationName, grantsKey(grants)].join(' ');
    const seen = this.#seenBySome.get(seenKey) ?? seenWith(grants, whole, schema, rules);
    this.#seenBySome.set(seenKey, seen, whole.query.length);
    if (seen.asked === null) return whole;
    if (isNothingLeft(seen.asked)) throw unauthorizedStream();
    this.#documents.set(documentKey(seen.query), seen.document, seen.query.length);
    const { query, document, operation, asked } = seen;
    const { queryKey: _ofTheWhole, ...parameters } = whole;
    return { ...parameters, query, document, operation, asked };
  }

  /** Makes of a result the answer to what was asked; itself where nothing is kept from the viewer. */
  complete(
    { asked, coercedVariables }: AdmittedOperation,
    result: FormattedExecutionResult,
    requestId: string,
  ): FormattedExecutionResult {
    if (asked === null) return result;
    return fillWithheld(
      { ...asked, schema: this.#options.schema, variables: coercedVariables, requestId },
      result,
    );
  }

  /** A document that was admitted a moment ago, by the SHA-256 of its text. */
  find(key: string): DocumentNode | undefined {
    return this.#trusted.get(key) ?? this.#documents.get(key);
  }

  #checkSize(document: DocumentNode, operation: OperationDefinitionNode): void {
    const exceeded = findExceededLimit(measureDocument(document, operation), this.#options.limits);
    if (exceeded !== null) throw this.#refused(exceeded.limit, exceeded.message);
  }

  #price(estimable: Estimable): number {
    const { schema, costs } = this.#options;
    const points = estimateCost(schema, costs?.rules ?? noCostRules, estimable);
    if (!costs || points <= costs.maxPoints) return points;
    throw this.#refused('cost', `The operation costs ${points} points; one may cost ${costs.maxPoints}.`);
  }

  readonly #refused: RefuseLimit = (rule, message) => {
    this.#options.onRefused?.(rule);
    return refuse('LIMIT_EXCEEDED', message);
  };

  #coerce(operation: OperationDefinitionNode, variables: Readonly<Record<string, unknown>>) {
    const { coerced, errors } = getVariableValues(
      this.#options.schema,
      operation.variableDefinitions ?? [],
      variables,
      { maxErrors: maxDocumentFaults },
    );
    if (errors) throw documentFault(errors);
    return coerced;
  }
}

import {
  type DirectiveNode,
  type DocumentNode,
  type FormattedExecutionResult,
  getOperationAST,
  getVariableValues,
  GraphQLError,
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
import { scanText } from '../limits/scan-text.ts';
import { type AccessRules, directivesOf } from './access-rules.ts';
import type { AdmittedOperation, Asked, OperationRequest } from './admitted-operation.ts';
import { findDeferFault } from './check-defers.ts';
import type { DecidedOperation, DecidedOperations } from './decided-operations.ts';
import { documentFault } from './document-fault.ts';
import { documentKey } from './document-key.ts';
import type { NullCause } from './explain-nulls.ts';
import { type Fill, fillWithheld, fillWithheldPart, type WithheldPart } from './fill-withheld.ts';
import { type Grants, grantsKey, noGrants } from './grants.ts';
import {
  checkComparisons,
  maxDocumentFaults,
  parseDocument,
  refuseIntrospection,
  selectOperation,
  validateDocument,
} from './read-document.ts';
import { Refusal, refuseBeyond } from './refusal.ts';
import { RefusedDocuments } from './refused-documents.ts';
import { isNothingLeft, type Seen, seenWith, unauthorizedStream } from './seen-operation.ts';

/** How a result becomes an answer. */
export interface Completing {
  /** The `@defer` of fragments that come later; absent: everything comes at once. */
  readonly later?: ReadonlySet<DirectiveNode> | undefined;
  /** Told why a field was withheld. */
  readonly onDenied?: ((cause: NullCause) => void) | undefined;
}

/** An operation as it came, and from somebody with which rights. */
export interface FirstAsked extends Pick<OperationRequest, 'query' | 'operationName'> {
  readonly grants: Grants;
  /** Those by which its conditions were decided; absent: none were. */
  readonly variables?: OperationRequest['variables'];
}

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
  /** Decides the conditions of operations that are not planned with them; absent: there are none. */
  readonly decided?: DecidedOperations | null;
  /** Told of the limit that an operation exceeds. */
  readonly onRefused?: (rule: string) => void;
}

/** Characters of documents that are kept parsed and validated, each of which takes about 80 bytes. */
const maxCachedCharacters = 2_000_000;

/** The limits and checks of every transport, in one place: what passes here is planned, nothing else is. */
export class Admission {
  readonly #options: AdmissionOptions;
  /** By key, as all documents; never forgotten, whatever else is sent. */
  readonly #trusted = new Map<string, DocumentNode>();
  readonly #documents = new BoundedCache<DocumentNode>(maxCachedCharacters);
  /** Of the texts of these: to find one costs less than its SHA-256. */
  readonly #keys = new BoundedCache<string>(maxCachedCharacters);
  /** What is the same whenever an operation comes: that its size is within the limits, and its points where no variable can change them. */
  readonly #isSmall = new WeakSet<OperationDefinitionNode>();
  readonly #prices = new WeakMap<OperationDefinitionNode, number>();
  /** By document, the operation that was named, and whether the schema was hidden. */
  readonly #refused = new RefusedDocuments();
  /** By document and grants. */
  readonly #seenBySome = new BoundedCache<Seen>(maxCachedCharacters);

  /** Of operations: whether no rule speaks of anything in them. */
  readonly #openToAll = new WeakMap<OperationDefinitionNode, boolean>();

  readonly #firstAsked = new WeakMap<OperationDefinitionNode, FirstAsked>();

  constructor(options: AdmissionOptions) {
    this.#options = options;
    for (const query of options.trusted ?? []) this.#trust(query);
  }

  /** What does not fit this schema is refused when it is asked for, as of anybody. */
  #trust(query: string): void {
    const { schema, limits } = this.#options;
    const document = parseDocument(query, limits);
    if (validate(schema, document).length === 0) this.#trusted.set(documentKey(query), document);
  }

  /**
   * @param grants - of whoever asks
   * @throws {Refusal} with what the client is told
   */
  admit(request: OperationRequest, isAnonymous: boolean, grants: Grants = noGrants): AdmittedOperation {
    try {
      return this.#admit(request, this.#hides(isAnonymous), grants);
    } catch (error) {
      if (error instanceof Refusal && error.rule !== null) this.#options.onRefused?.(error.rule);
      throw error;
    }
  }

  #admit(request: OperationRequest, hides: boolean, grants: Grants): AdmittedOperation {
    const seen = this.#see(request, hides, grants);
    // Of what was asked: conditions on what is kept from the viewer have values too.
    const coercedVariables = this.#coerce(seen.asked?.operation ?? seen.operation, request.variables);
    const points = this.#price({ ...seen, coercedVariables });
    const decided = this.#decide(seen, request.variables);
    if (!decided) return { ...seen, coercedVariables, points };
    const { document, operation } = decided;
    return { ...seen, document, operation, decided, coercedVariables, points };
  }

  /** Whether this has been read before, to be admitted or refused: reading what is new takes its time. */
  isKnown(request: OperationRequest, isAnonymous: boolean): boolean {
    const key = this.#keyOf(request);
    const document = this.find(key);
    if (document) return this.#isDecided(document, request);
    return this.#refused.find(refusalName(key, request, this.#hides(isAnonymous))) !== undefined;
  }

  /** Whether it was known before anybody asked for it. */
  isTrusted(request: OperationRequest): boolean {
    return this.#trusted.has(this.#keyOf(request));
  }

  #isDecided(document: DocumentNode, { operationName, variables }: OperationRequest): boolean {
    const operation = this.#options.decided && getOperationAST(document, operationName);
    return operation ? this.#options.decided.isKnown({ document, operation }, variables) : true;
  }

  /** Of a document, without reading more of it than is allowed. */
  tokensOf(query: string): number {
    return scanText(query, this.#options.limits).tokens;
  }

  #hides(isAnonymous: boolean): boolean {
    return isAnonymous && this.#options.hidesSchemaFromAnonymous;
  }

  #keyOf({ query, queryKey }: OperationRequest): string {
    return queryKey ?? this.#keys.get(query) ?? documentKey(query);
  }

  /** How an operation that was admitted here first came; for another supergraph, to admit it beforehand. */
  firstAsked(operation: OperationDefinitionNode): FirstAsked | undefined {
    return this.#firstAsked.get(operation);
  }

  /**
   * Reads and checks a document before anybody asks for it.
   *
   * @throws {Refusal} it would not be admitted
   */
  expect({ grants, ...asked }: FirstAsked): Pick<AdmittedOperation, 'document' | 'operation'> {
    const request = { variables: {}, ...asked };
    const seen = this.#see(request, false, grants);
    return this.#decide(seen, request.variables) ?? seen;
  }

  /** Null: it is planned as it is. */
  #decide(seen: Seen, variables: OperationRequest['variables']): DecidedOperation | null {
    const decided = this.#options.decided?.decide(seen.asked ?? seen, seen, variables) ?? null;
    const first = this.#firstAsked.get(seen.operation);
    if (!decided || !first || this.#firstAsked.has(decided.operation)) return decided;
    const decisive = Object.fromEntries(decided.conditions); // what else was sent is nobody's concern
    this.#firstAsked.set(decided.operation, { ...first, variables: decisive });
    return decided;
  }

  #see(request: OperationRequest, hides: boolean, grants: Grants): Seen {
    const key = this.#keyOf(request);
    const document = this.find(key) ?? this.#read(key, request, hides);
    const operation = selectOperation(document, request.operationName);
    this.#checkSize(document, operation);
    if (hides) refuseIntrospection(document);
    // The text that the document was read from: each request's own would be held as long as its stream.
    const query = document.loc?.source.body ?? request.query;
    const seen = this.#seen({ ...request, query, document, operation, asked: null }, key, grants);
    if (!this.#firstAsked.has(seen.operation)) {
      this.#firstAsked.set(seen.operation, { query, operationName: request.operationName, grants });
    }
    return seen;
  }

  /** @throws {Refusal} the same again, without reading it, where it was refused before */
  #read(key: string, request: OperationRequest, hides: boolean): DocumentNode {
    const name = refusalName(key, request, hides);
    const refusal = this.#refused.find(name);
    if (refusal) throw refusal;
    const { query, operationName } = request;
    return this.#refused.reading(name, query.length, () => {
      const { schema, limits } = this.#options;
      const document = parseDocument(query, limits);
      const operation = selectOperation(document, operationName);
      this.#checkSize(document, operation);
      if (hides) refuseIntrospection(document);
      checkComparisons(schema, document, limits.comparisons);
      validateDocument(schema, document, hides);
      checkDefers(document);
      this.#documents.set(key, document, query.length);
      this.#keys.set(query, key, query.length);
      return document;
    });
  }

  /** What is executed for whoever may not see everything is a document of its own, also to the planner. */
  #seen(whole: Seen, key: string, grants: Grants): Seen {
    const { schema, rules } = this.#options;
    if (!rules || rules.size === 0 || this.#isOpenToAll(whole, rules)) return whole;
    const seenKey = [key, whole.operationName, grantsKey(grants)].join(' ');
    // Kept for whoever asks next: what this one filled in is not.
    const seen =
      this.#seenBySome.get(seenKey) ?? seenWith(grants, { ...whole, variables: {} }, schema, rules);
    this.#seenBySome.set(seenKey, seen, whole.query.length);
    if (seen.asked === null) return whole;
    if (isNothingLeft(seen.asked)) throw unauthorizedStream();
    this.#documents.set(documentKey(seen.query), seen.document, seen.query.length);
    const { query, document, operation, asked } = seen;
    const { queryKey: _ofTheWhole, ...parameters } = whole;
    return { ...parameters, query, document, operation, asked };
  }

  /** Most operations have nothing in them that a rule speaks of: who asks need not be looked at. */
  #isOpenToAll(whole: Seen, rules: AccessRules): boolean {
    const known = this.#openToAll.get(whole.operation);
    if (known !== undefined) return known;
    const isOpen = seenWith(noGrants, whole, this.#options.schema, rules).asked === null;
    this.#openToAll.set(whole.operation, isOpen);
    return isOpen;
  }

  /** Makes of a result the answer to what was asked; itself where nothing is kept from the viewer. */
  complete(
    { asked, coercedVariables }: AdmittedOperation,
    result: FormattedExecutionResult,
    requestId: string,
    how: Completing = {},
  ): FormattedExecutionResult {
    if (asked === null) return result;
    return fillWithheld(this.#fill(asked, coercedVariables, requestId, how), result);
  }

  /** The same for what comes later. */
  completePart(
    { asked, coercedVariables }: AdmittedOperation,
    part: WithheldPart,
    requestId: string,
    how: Completing,
  ): WithheldPart {
    if (asked === null) return part;
    return fillWithheldPart(this.#fill(asked, coercedVariables, requestId, how), part);
  }

  #fill(
    asked: Asked,
    variables: Fill['variables'],
    requestId: string,
    { later, onDenied }: Completing,
  ): Fill {
    const { schema, rules } = this.#options;
    const tell = (path: readonly (string | number)[], of: string) =>
      onDenied?.({ path, of, rule: directivesOf(rules?.get(of)), code: 'UNAUTHORIZED_FIELD_OR_TYPE' });
    return { ...asked, schema, variables, requestId, later, onDenied: tell };
  }

  /** A document that was admitted a moment ago, by the SHA-256 of its text. */
  find(key: string): DocumentNode | undefined {
    return this.#trusted.get(key) ?? this.#documents.get(key);
  }

  #checkSize(document: DocumentNode, operation: OperationDefinitionNode): void {
    if (this.#isSmall.has(operation)) return;
    const exceeded = findExceededLimit(measureDocument(document, operation), this.#options.limits);
    if (exceeded === null) return void this.#isSmall.add(operation);
    throw refuseBeyond(exceeded.limit, exceeded.message);
  }

  #price(estimable: Estimable): number {
    const { schema, costs } = this.#options;
    const { operation } = estimable;
    const known = this.#prices.get(operation);
    const points = known ?? estimateCost(schema, costs?.rules ?? noCostRules, estimable);
    if (known === undefined && !hasVariables(operation)) this.#prices.set(operation, points);
    if (!costs || points <= costs.maxPoints) return points;
    throw refuseBeyond('cost', `The operation costs ${points} points; one may cost ${costs.maxPoints}.`);
  }

  #coerce(
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
  ): Readonly<Record<string, unknown>> {
    if (!hasVariables(operation)) return noVariables;
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

function checkDefers(document: DocumentNode): void {
  const fault = findDeferFault(document);
  if (fault?.limit) throw refuseBeyond('deferredFragments', fault.message);
  if (fault) throw documentFault([new GraphQLError(fault.message)]);
}

/** Of a text one operation may be refused and another not, and one who may know the schema is told more. */
const refusalName = (key: string, { operationName = '' }: OperationRequest, hides: boolean): string =>
  `${key} ${hides} ${operationName}`;

const noVariables: Readonly<Record<string, unknown>> = {};

const hasVariables = ({ variableDefinitions = [] }: OperationDefinitionNode): boolean =>
  variableDefinitions.length > 0;

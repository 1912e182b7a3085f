import {
  type DocumentNode,
  type FormattedExecutionResult,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  validate,
} from 'graphql';
import type { OperationLimits } from '../limits/operation-limits.ts';
import { scanText } from '../limits/scan-text.ts';
import type { AccessRules } from './access-rules.ts';
import type { AdmittedOperation, OperationRequest, ReceivedOperation } from './admitted-operation.ts';
import { findDeferFault } from './check-defers.ts';
import { type Completing, CompleteWithheld } from './complete-withheld.ts';
import type { DecidedOperation, DecidedOperations } from './decided-operations.ts';
import { documentFault } from './document-fault.ts';
import type { WithheldPart } from './fill-withheld.ts';
import { type FirstAsked, FirstAskedOperations } from './first-asked.ts';
import { type Grants, noGrants } from './grants.ts';
import { KnownDocuments } from './known-documents.ts';
import { hasVariables, type OperationCosts, OperationPrices } from './operation-prices.ts';
import { OperationSizes } from './operation-sizes.ts';
import {
  checkCharacters,
  checkComparisons,
  checkFields,
  maxDocumentFaults,
  parseDocument,
  refuseIntrospection,
  selectOperation,
  validateDocument,
} from './read-document.ts';
import { Refusal, refuseBeyond } from './refusal.ts';
import { RefusedDocuments } from './refused-documents.ts';
import { SeenBySome } from './seen-by-some.ts';
import type { Seen } from './seen-operation.ts';

export interface AdmissionOptions {
  readonly schema: GraphQLSchema;
  readonly limits: OperationLimits;
  /** What operations cost, and the most that one may; absent: each may cost anything. */
  readonly costs?: OperationCosts;
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

/** The limits and checks of every transport, in one place: what passes here is planned, nothing else is. */
export class Admission {
  readonly #options: AdmissionOptions;
  readonly #documents = new KnownDocuments();
  readonly #sizes: OperationSizes;
  readonly #prices: OperationPrices;
  readonly #seenBySome: SeenBySome;
  readonly #withheld: CompleteWithheld;
  /** By document, the operation that was named, and whether the schema was hidden. */
  readonly #refused = new RefusedDocuments();
  readonly #firstAsked = new FirstAskedOperations();

  constructor(options: AdmissionOptions) {
    const { schema, limits, costs, rules } = options;
    this.#options = options;
    this.#sizes = new OperationSizes(limits);
    this.#prices = new OperationPrices(schema, costs);
    this.#seenBySome = new SeenBySome(schema, rules, this.#documents);
    this.#withheld = new CompleteWithheld(schema, rules);
    for (const query of options.trusted ?? []) this.#trust(query);
  }

  /** What does not fit this schema is refused when it is asked for, as of anybody. */
  #trust(query: string): void {
    const { schema, limits } = this.#options;
    const document = parseDocument(query, limits);
    if (validate(schema, document).length === 0) this.#documents.trust(query, document);
  }

  /**
   * @param grants - of whoever asks
   * @throws {Refusal} with what the client is told
   */
  admit(request: OperationRequest, isAnonymous: boolean, grants: Grants = noGrants): AdmittedOperation {
    return this.#counting(() => this.#admit(request, this.#hides(isAnonymous), grants));
  }

  /** Before its text is looked at. @throws {Refusal} it is too long */
  measure({ document }: Pick<ReceivedOperation, 'document'>): void {
    if ('query' in document) this.#counting(() => checkCharacters(document.query, this.#options.limits));
  }

  /** What is refused for a limit is counted. */
  #counting<Value>(admit: () => Value): Value {
    try {
      return admit();
    } catch (error) {
      if (error instanceof Refusal && error.rule !== null) this.#options.onRefused?.(error.rule);
      throw error;
    }
  }

  #admit(request: OperationRequest, hides: boolean, grants: Grants): AdmittedOperation {
    const seen = this.#see(request, hides, grants);
    // Of what was asked: conditions on what is kept from the viewer have values too.
    const coercedVariables = this.#coerce(seen.asked?.operation ?? seen.operation, request.variables);
    const points = this.#prices.priceOf({ ...seen, coercedVariables });
    const decided = this.#decide(seen, request.variables);
    if (!decided) return { ...seen, coercedVariables, points };
    const { document, operation } = decided;
    return { ...seen, document, operation, decided, coercedVariables, points };
  }

  /** Whether this has been read before, to be admitted or refused: reading what is new takes its time. */
  isKnown(request: OperationRequest, isAnonymous: boolean): boolean {
    const key = this.#documents.keyOf(request);
    const document = this.find(key);
    if (document) return this.#isDecided(document, request);
    return this.#refused.find(refusalName(key, request, this.#hides(isAnonymous))) !== undefined;
  }

  /** Whether it was known before anybody asked for it. */
  isTrusted(request: OperationRequest): boolean {
    return this.#documents.isTrusted(this.#documents.keyOf(request));
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

  /** How an operation that was admitted here first came; for another supergraph, to admit it beforehand. */
  firstAsked(operation: OperationDefinitionNode): FirstAsked | undefined {
    return this.#firstAsked.of(operation);
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
    if (decided) this.#firstAsked.noteDecided(seen.operation, decided);
    return decided;
  }

  #see(request: OperationRequest, hides: boolean, grants: Grants): Seen {
    const key = this.#documents.keyOf(request);
    const document = this.find(key) ?? this.#read(key, request, hides);
    const operation = selectOperation(document, request.operationName);
    this.#sizes.check(document, operation);
    if (hides) refuseIntrospection(document);
    // The text that the document was read from: each request's own would be held as long as its stream.
    const query = document.loc?.source.body ?? request.query;
    const seen = this.#seenBySome.of({ ...request, query, document, operation, asked: null }, key, grants);
    if (!this.#firstAsked.of(seen.operation))
      this.#firstAsked.note(seen.operation, { query, operationName: request.operationName, grants });
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
      this.#sizes.check(document, operation);
      if (hides) refuseIntrospection(document);
      checkComparisons(schema, document, limits.comparisons);
      checkFields(schema, document);
      validateDocument(schema, document, hides);
      checkDefers(document);
      this.#documents.keep(key, query, document);
      return document;
    });
  }

  /** Makes of a result the answer to what was asked; itself where nothing is kept from the viewer. */
  complete(
    operation: AdmittedOperation,
    result: FormattedExecutionResult,
    requestId: string,
    how: Completing = {},
  ): FormattedExecutionResult {
    return this.#withheld.complete(operation, result, requestId, how);
  }

  /** The same for what comes later. */
  completePart(
    operation: AdmittedOperation,
    part: WithheldPart,
    requestId: string,
    how: Completing,
  ): WithheldPart {
    return this.#withheld.completePart(operation, part, requestId, how);
  }

  /** A document that was admitted a moment ago, by the SHA-256 of its text. */
  find(key: string): DocumentNode | undefined {
    return this.#documents.find(key);
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

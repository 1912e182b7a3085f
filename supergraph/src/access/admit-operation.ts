import { createHash } from 'node:crypto';
import {
  type DirectiveNode,
  type DocumentNode,
  type FormattedExecutionResult,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  validate,
  visit,
} from 'graphql';
import { BoundedCache } from '../execution/bounded-cache.ts';
import { findExceededLimit } from '../limits/check-limits.ts';
import { type CostRules, noCostRules } from '../limits/cost-rules.ts';
import { type Estimable, estimateCost } from '../limits/estimate-cost.ts';
import { measureDocument } from '../limits/measure-document.ts';
import type { OperationLimits } from '../limits/operation-limits.ts';
import type { AccessRules } from './access-rules.ts';
import { findDeferFault } from './check-defers.ts';
import { type Fill, fillWithheld, fillWithheldPart, type WithheldPart } from './fill-withheld.ts';
import { type Grants, grantsKey, noGrants } from './grants.ts';
import { refuse, Refusal } from './refusal.ts';
import { type Withheld, withhold } from './withhold.ts';

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
  /** What the client asked, where some of it is kept from them; null: nothing is. */
  readonly asked: Asked | null;
  /** What it may cost at most; of a subscription, what an event may. */
  readonly points: number;
}

/** An operation as it came, of which less is executed. */
export interface Asked {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly withheld: Withheld;
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
  /** By document and grants. */
  readonly #seenBySome = new BoundedCache<Seen>(maxCachedCharacters);

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /**
   * @param grants - of whoever asks
   * @throws {Refusal} with what the client is told
   */
  admit(request: OperationRequest, isAnonymous: boolean, grants: Grants = noGrants): AdmittedOperation {
    const hides = isAnonymous && this.#options.hidesSchemaFromAnonymous;
    const key = documentKey(request.query);
    const known = this.#documents.get(key);
    const document = known ?? this.#parse(request.query);
    const operation = selectOperation(document, request.operationName);
    this.#checkSize(document, operation);
    if (hides) refuseIntrospection(document);
    if (!known) {
      this.#validate(document, hides);
      this.#checkDefers(document);
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
    const seen = this.#seenBySome.get(seenKey) ?? filtered(whole, schema, rules, grants);
    this.#seenBySome.set(seenKey, seen, whole.query.length);
    if (seen.asked === null) return whole;
    if (isNothingLeft(seen.asked)) throw unauthorizedStream();
    this.#documents.set(documentKey(seen.query), seen.document, seen.query.length);
    return {
      ...whole,
      query: seen.query,
      document: seen.document,
      operation: seen.operation,
      asked: seen.asked,
    };
  }

  /** Makes of a result the answer to what was asked; itself where nothing is kept from the viewer. */
  complete(
    { asked, coercedVariables }: AdmittedOperation,
    result: FormattedExecutionResult,
    requestId: string,
    later?: ReadonlySet<DirectiveNode>,
  ): FormattedExecutionResult {
    if (asked === null) return result;
    return fillWithheld(this.#fill(asked, coercedVariables, requestId, later), result);
  }

  /** The same for what comes later. */
  completePart(
    { asked, coercedVariables }: AdmittedOperation,
    part: WithheldPart,
    requestId: string,
    later: ReadonlySet<DirectiveNode>,
  ): WithheldPart {
    if (asked === null) return part;
    return fillWithheldPart(this.#fill(asked, coercedVariables, requestId, later), part);
  }

  #fill(
    asked: Asked,
    variables: Fill['variables'],
    requestId: string,
    later: ReadonlySet<DirectiveNode> | undefined,
  ): Fill {
    return { ...asked, schema: this.#options.schema, variables, requestId, later };
  }

  /** A document that was admitted a moment ago, by the SHA-256 of its text. */
  find(key: string): DocumentNode | undefined {
    return this.#documents.get(key);
  }

  #parse(query: string): DocumentNode {
    try {
      return parse(query, { maxTokens: this.#options.limits.tokens });
    } catch (error) {
      // The parser descends once a bracket: few enough tokens can still be too deep for its stack.
      if (error instanceof RangeError) throw this.#refused('depth', 'The document nests too deep.');
      if (!(error instanceof GraphQLError)) throw error;
      if (error.message.includes('Parsing aborted'))
        throw this.#refused('tokens', `The document has more than ${this.#options.limits.tokens} tokens.`);
      throw documentFault([error]);
    }
  }

  #checkSize(document: DocumentNode, operation: OperationDefinitionNode): void {
    const exceeded = findExceededLimit(measureDocument(document, operation), this.#options.limits);
    if (exceeded === null) return;
    throw this.#refused(exceeded.limit, exceeded.message);
  }

  #checkDefers(document: DocumentNode): void {
    const fault = findDeferFault(document);
    if (fault?.limit) throw this.#refused('deferredFragments', fault.message);
    if (fault) throw documentFault([new GraphQLError(fault.message)]);
  }

  #price(estimable: Estimable): number {
    const { schema, costs } = this.#options;
    const points = estimateCost(schema, costs?.rules ?? noCostRules, estimable);
    if (!costs || points <= costs.maxPoints) return points;
    throw this.#refused('cost', `The operation costs ${points} points; one may cost ${costs.maxPoints}.`);
  }

  #refused(rule: string, message: string): Refusal {
    this.#options.onRefused?.(rule);
    return refuse('LIMIT_EXCEEDED', message);
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

type Seen = Omit<AdmittedOperation, 'coercedVariables' | 'points'>;

function filtered(whole: Seen, schema: GraphQLSchema, rules: AccessRules, grants: Grants): Seen {
  const { document, operation } = whole;
  const withheld = withhold(document, operation, schema, rules, grants);
  if (!withheld) return whole;
  const asked = { document, operation, withheld };
  return {
    ...whole,
    query: print(withheld.document),
    document: withheld.document,
    operation: withheld.operation,
    asked,
  };
}

/** A stream of which nothing may be seen never begins; other operations answer null. */
const isNothingLeft = ({ operation, withheld }: Asked): boolean =>
  operation.operation === 'subscription' && withheld.operation.selectionSet.selections.length === 0;

const unauthorizedStream = (): Refusal =>
  refuse('UNAUTHORIZED_FIELD_OR_TYPE', 'You may not see what this subscription tells.');

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

import {
  type ConstDirectiveNode,
  type DocumentNode,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  parse,
  visit,
} from 'graphql';
import { BoundedCache } from '../execution/bounded-cache.ts';
import { type Conditions, decideConditions } from '../execution/decide-conditions.ts';
import {
  conditionValues,
  type ConditionVariables,
  conditionVariables,
} from '../execution/shape/condition-values.ts';

/** Characters of documents of which variants are kept, each counted with the whole. */
const maxCachedCharacters = 2_000_000;
/** Choices of values that are known to have been made. */
const maxChoices = 50_000;

type Variables = Readonly<Record<string, unknown>>;

/** An operation, as it came or what somebody may see of it. */
export interface Undecided {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** What is left of an operation when its conditions are decided: the same object for the same values. */
export class DecidedOperation {
  readonly conditions: Conditions;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;

  constructor(conditions: Conditions, document: DocumentNode, operation: OperationDefinitionNode) {
    this.conditions = conditions;
    this.document = document;
    this.operation = operation;
  }

  /** Tells variants of one text apart. */
  get values(): string {
    return textOf(this.conditions);
  }
}

/**
 * Decides the `@skip` and `@include` of operations before they are planned, where the planner cannot be trusted with
 * them: where fields with an argument from a context are asked for (`@fromContext`) it forgets fetches when conditions
 * are about, and the answer is null without an error. So each choice of values is planned as an operation of its own.
 * All other operations stay as they are, and have one plan.
 */
export class DecidedOperations {
  /** Names of fields with an argument from a context. */
  readonly #needy: ReadonlySet<string>;
  /** Of each operation, what decides; null: nothing of it is to be decided. */
  readonly #decisive = new WeakMap<OperationDefinitionNode, ConditionVariables | null>();
  readonly #numbers = new WeakMap<OperationDefinitionNode, number>();
  readonly #choices = new BoundedCache<true>(maxChoices);
  readonly #decided = new BoundedCache<DecidedOperation>(maxCachedCharacters);
  #count = 0;

  private constructor(needy: ReadonlySet<string>) {
    this.#needy = needy;
  }

  /** Null for a supergraph without contexts. */
  static of(supergraphSdl: string): DecidedOperations | null {
    const needy = needyFields(supergraphSdl);
    return needy.size > 0 ? new DecidedOperations(needy) : null;
  }

  /** Whether this choice has been made before, or none is to be made: a new one costs a plan. */
  isKnown(whole: Undecided, variables: Variables): boolean {
    const decisive = this.#decisiveOf(whole);
    if (!decisive) return true;
    return this.#choices.get(this.#keyOf(whole, conditionValues(decisive, variables))) !== undefined;
  }

  /**
   * @param whole - as it came
   * @param seen - what of it is executed
   * @param variables - as the client gave them
   * @returns null: it is planned as it is
   */
  decide(whole: Undecided, seen: Undecided, variables: Variables): DecidedOperation | null {
    const decisive = this.#decisiveOf(whole);
    if (!decisive) return null;
    const conditions = conditionValues(decisive, variables);
    this.#choices.set(this.#keyOf(whole, conditions), true, 1);
    const key = this.#keyOf(seen, conditions);
    const known = this.#decided.get(key);
    if (known) return known;
    const decided = decidedBy(conditions, seen);
    this.#decided.set(key, decided, seen.operation.loc?.source.body.length ?? 1);
    return decided;
  }

  #decisiveOf({ document, operation }: Undecided): ConditionVariables | null {
    const known = this.#decisive.get(operation);
    if (known !== undefined) return known;
    const variables = conditionVariables(document, operation);
    const isDecisive =
      variables.defaults.size > 0 && hasFixedRoot(operation) && asksForAny(document, this.#needy);
    this.#decisive.set(operation, isDecisive ? variables : null);
    return isDecisive ? variables : null;
  }

  #keyOf({ operation }: Undecided, conditions: Conditions): string {
    const number = this.#numbers.get(operation) ?? (this.#count += 1);
    this.#numbers.set(operation, number);
    return `${number} ${textOf(conditions)}`;
  }
}

const textOf = (conditions: Conditions): string => [...conditions.values()].map(Number).join('');

/** A stream has one field, whatever the values. */
const hasFixedRoot = ({ operation, selectionSet }: OperationDefinitionNode): boolean =>
  operation !== 'subscription' ||
  selectionSet.selections.every(({ directives = [] }) => directives.length === 0);

function decidedBy(conditions: Conditions, { document, operation }: Undecided): DecidedOperation {
  const left = decideConditions(document, conditions);
  const decided = getOperationAST(left, operation.name?.value);
  if (!decided) throw new TypeError('an operation is lost');
  return new DecidedOperation(conditions, left, decided);
}

function asksForAny(document: DocumentNode, names: ReadonlySet<string>): boolean {
  let isAsked = false;
  visit(document, { Field: ({ name }) => void (isAsked ||= names.has(name.value)) });
  return isAsked;
}

/** Those with an argument that comes from a context: by name, since one may be asked for by the name of an interface. */
function needyFields(supergraphSdl: string): ReadonlySet<string> {
  if (!supergraphSdl.includes('contextArguments: [{')) return new Set();
  const names = new Set<string>();
  visit(parse(supergraphSdl, { noLocation: true }), {
    FieldDefinition: ({ name, directives = [] }) => {
      if (directives.some(isNeedy)) names.add(name.value);
    },
  });
  return names;
}

const isNeedy = ({ name, arguments: given = [] }: ConstDirectiveNode): boolean =>
  name.value === 'join__field' &&
  given.some((argument) => argument.name.value === 'contextArguments' && argument.value.kind !== Kind.NULL);

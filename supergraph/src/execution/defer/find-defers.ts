import { type DocumentNode, getOperationAST, Kind, type OperationDefinitionNode, visit } from 'graphql';
import { decideConditions } from '../decide-conditions.ts';
import { conditionValues, type ConditionVariables, conditionVariables } from '../shape/condition-values.ts';
import { isDefer, labelDefers, type LabelledOperation, valueOf } from './label-defers.ts';

/** Choices of `@defer(if:)`, and of conditions that are decided, of one operation: each is planned on its own. */
const maxVariants = 16;

type Variables = Readonly<Record<string, unknown>>;

/** The `@defer` of one operation: which variables decide, and what was made of it for their values. */
interface Deferral {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: readonly string[];
  readonly conditions: ConditionVariables;
  readonly variants: Map<string, LabelledOperation>;
}

/** Finds what of an operation is deferred; an operation is looked through once. */
export class DeferFinder {
  readonly #known = new WeakMap<OperationDefinitionNode, Deferral | null>();

  /**
   * @param variables - coerced, with defaults
   * @returns the same object for the same choice; null where nothing is deferred, and of further choices than are kept
   */
  find(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Variables,
  ): LabelledOperation | null {
    const deferral = this.#deferralOf(document, operation);
    return deferral && variantOf(deferral, choiceOf(deferral, variables), () => deferral, variables);
  }

  /**
   * The same with its `@skip` and `@include` decided, for what cannot be planned with them.
   *
   * @returns null also where there are none
   */
  findDecided(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Variables,
  ): LabelledOperation | null {
    const deferral = this.#deferralOf(document, operation);
    if (!deferral || deferral.conditions.defaults.size === 0) return null;
    const values = conditionValues(deferral.conditions, variables);
    const key = `${choiceOf(deferral, variables)} ${[...values.values()].map(Number).join('')}`;
    return variantOf(deferral, key, () => decidedBy(values, deferral), variables);
  }

  #deferralOf(document: DocumentNode, operation: OperationDefinitionNode): Deferral | null {
    const known = this.#known.get(operation);
    if (known !== undefined) return known;
    const deferral = readDeferral(document, operation);
    this.#known.set(operation, deferral);
    return deferral;
  }
}

function readDeferral(document: DocumentNode, operation: OperationDefinitionNode): Deferral | null {
  let isDeferring = false;
  const variables = new Set<string>();
  visit(document, {
    Directive: (directive) => {
      if (!isDefer(directive)) return;
      isDeferring = true;
      const condition = valueOf(directive, 'if');
      if (condition?.kind === Kind.VARIABLE) variables.add(condition.name.value);
    },
  });
  if (!isDeferring) return null;
  const conditions = conditionVariables(document, operation);
  return { document, operation, variables: [...variables], conditions, variants: new Map() };
}

const choiceOf = ({ variables: names }: Deferral, variables: Variables): string =>
  names.map((name) => Number(variables[name] === true)).join('');

function variantOf(
  { variants }: Deferral,
  key: string,
  whole: () => Pick<Deferral, 'document' | 'operation'>,
  variables: Variables,
): LabelledOperation | null {
  const known = variants.get(key);
  if (!known && variants.size >= maxVariants) return null;
  const labelled = known ?? labelledIn(whole(), variables);
  variants.set(key, labelled);
  return labelled.defers.size > 0 ? labelled : null;
}

const labelledIn = (
  { document, operation }: Pick<Deferral, 'document' | 'operation'>,
  variables: Variables,
) => labelDefers(document, operation, variables);

function decidedBy(
  values: ReadonlyMap<string, boolean>,
  { document, operation }: Deferral,
): Pick<Deferral, 'document' | 'operation'> {
  const left = decideConditions(document, values);
  const decided = getOperationAST(left, operation.name?.value);
  if (!decided) throw new TypeError('an operation is lost');
  return { document: left, operation: decided };
}

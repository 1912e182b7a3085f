import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { CostRules } from './cost-rules.ts';
import { sizeOf } from './list-size.ts';

type Variables = Readonly<Record<string, unknown>>;

/** Points of what nobody weighed: a scalar costs nothing, an object is a row somewhere, a change is work. */
const objectPoints = 1;
const mutationPoints = 10;
/** The whole of `__schema` or `__type`: asks nobody, and is the largest answer that there is. */
const introspectionPoints = 500;

/** What of a document is estimated: valid for the schema, so that no fragment contains itself. */
export interface Estimable {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Coerced, with defaults. */
  readonly coercedVariables: Variables;
}

/**
 * The points that an operation may cost at most, before anything is planned: of each field its weight, of each
 * object 1, times the sizes of the lists around it (the cost specification of IBM, as Federation's `@cost` and
 * `@listSize` have it). Of a subscription: the points of one event.
 */
export function estimateCost(schema: GraphQLSchema, rules: CostRules, estimable: Estimable): number {
  const { operation, document, coercedVariables } = estimable;
  const root = schema.getRootType(operation.operation);
  if (!root) return 0;
  const estimate = new Estimate(schema, rules, document, coercedVariables);
  const changes = operation.operation === 'mutation' ? estimate.fieldsAtRoot(operation, root) : 0;
  return changes * mutationPoints + estimate.of(operation.selectionSet, root, none);
}

const none: ReadonlyMap<string, number> = new Map();

class Estimate {
  readonly #schema: GraphQLSchema;
  readonly #rules: CostRules;
  readonly #variables: Variables;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;

  constructor(schema: GraphQLSchema, rules: CostRules, { definitions }: DocumentNode, variables: Variables) {
    this.#schema = schema;
    this.#rules = rules;
    this.#variables = variables;
    const fragments = definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  fieldsAtRoot({ selectionSet }: OperationDefinitionNode, root: GraphQLObjectType): number {
    let count = 0;
    this.#each(selectionSet, root, ({ name }) => {
      if (!name.value.startsWith('__')) count += 1;
    });
    return count;
  }

  /** @param sizes - of the lists among these fields, as the field around them said */
  of(set: SelectionSetNode, parent: GraphQLNamedType, sizes: ReadonlyMap<string, number>): number {
    let points = 0;
    this.#each(set, parent, (field, type) => {
      points += this.#ofField(field, type, sizes.get(field.name.value) ?? null);
    });
    return points;
  }

  #ofField(node: FieldNode, parent: GraphQLNamedType, fromParent: number | null): number {
    const name = node.name.value;
    if (name.startsWith('__')) return name === '__typename' ? 0 : introspectionPoints;
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    if (!field) return 0;
    const coordinate = `${parent.name}.${name}`;
    const given = this.#argumentsOf(field, node);
    const { times, within } = sizeOf(field, given, this.#rules.sizes.get(coordinate), fromParent);
    const type = getNamedType(field.type);
    const children = node.selectionSet ? this.of(node.selectionSet, type, within) : 0;
    return this.#ofArguments(coordinate, given) + times * (this.#weigh(coordinate, type) + children);
  }

  #weigh(coordinate: string, type: GraphQLNamedType): number {
    const { weights } = this.#rules;
    return weights.get(coordinate) ?? weights.get(type.name) ?? (isCompositeType(type) ? objectPoints : 0);
  }

  #ofArguments(coordinate: string, given: Variables): number {
    if (this.#rules.weights.size === 0) return 0;
    return Object.keys(given)
      .map((name) => this.#rules.weights.get(`${coordinate}(${name}:)`) ?? 0)
      .reduce((sum, points) => sum + points, 0);
  }

  /** A value that does not fit, e.g. null in a variable for what has a default, is the executor's to refuse. */
  #argumentsOf(field: GraphQLField<unknown, unknown>, node: FieldNode): Variables {
    if (field.args.length === 0) return {};
    try {
      return getArgumentValues(field, node, { ...this.#variables });
    } catch {
      return {};
    }
  }

  /** Every field that is asked for, fragments expanded. */
  #each(
    { selections }: SelectionSetNode,
    parent: GraphQLNamedType,
    visit: (field: FieldNode, parent: GraphQLNamedType) => void,
  ): void {
    for (const selection of selections) {
      if (!this.#isIncluded(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        visit(selection, parent);
        continue;
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
      if (!fragment) continue;
      const on = fragment.typeCondition ? this.#schema.getType(fragment.typeCondition.name.value) : parent;
      this.#each(fragment.selectionSet, on ?? parent, visit);
    }
  }

  #isIncluded(node: SelectionSetNode['selections'][number]): boolean {
    if (!node.directives || node.directives.length === 0) return true;
    const variables = { ...this.#variables };
    if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'] === true) return false;
    return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] !== false;
  }
}

import {
  type DirectiveNode,
  doTypesOverlap,
  type FieldNode,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type InlineFragmentNode,
  isCompositeType,
  isTypeSubTypeOf,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  print,
} from 'graphql';
import { deferLabelled, fragmentOf } from './label-defers.ts';
import { labelOf } from './without-defers.ts';

/** Between the label of a part and the number of a piece of it. */
const separator = '+';

/** The label of the part that a piece belongs to; null: it is a part itself. */
export function partOfPiece(label: string): string | null {
  const end = label.indexOf(separator);
  return end === -1 ? null : label.slice(0, end);
}

/**
 * The same operation for the planner alone, with what is below the parts in pieces that are deferred by labels of
 * their own. The planner forgets to what part a fetch belongs that it makes for a field with `@requires`, or on an
 * interface object, further down in a part: it gives up. Where an entity is entered anew, which `@defer` makes it
 * do, it does not. Types that say nothing and conditions of fragments are in the way of that: they go to the fields.
 *
 * @param operation - labelled, with its fragments spread
 */
export function splitParts(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
): OperationDefinitionNode {
  const root = schema.getRootType(operation.operation);
  if (!root) throw new TypeError(`the schema has no ${operation.operation}`);
  return { ...operation, selectionSet: new Splitting(schema).below(operation.selectionSet, root, null) };
}

/** Where a selection is. */
interface Scope {
  readonly type: GraphQLCompositeType;
  /** Label of the part around it; null: what is answered first. */
  readonly part: string | null;
  /** `@skip` and `@include` of the fragments around it. */
  readonly conditions: readonly DirectiveNode[];
  /** Whether it is where a part begins: there an entity is entered anyway. */
  readonly isBeginning: boolean;
}

class Splitting {
  readonly #schema: GraphQLSchema;
  #pieces = 0;

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** Of a field, or the root. */
  below(set: SelectionSetNode, type: GraphQLCompositeType, part: string | null): SelectionSetNode {
    return this.#set(set, { type, part, conditions: [], isBeginning: false });
  }

  #set(set: SelectionSetNode, scope: Scope): SelectionSetNode {
    const flat = this.#flat(set, scope);
    // What is left of what cannot be.
    return { kind: Kind.SELECTION_SET, selections: flat.length > 0 ? flat : [typename] };
  }

  #flat(set: SelectionSetNode, scope: Scope): SelectionNode[] {
    const all = set.selections.flatMap((selection) => this.#selection(selection, scope));
    if (scope.part === null || scope.isBeginning) return all;
    const fields = all.filter((selection) => !entersType(selection));
    const others = all.filter(entersType);
    if (fields.length === 0) return others;
    const label = `${scope.part}${separator}${this.#pieces++}`;
    return [fragmentOf([deferLabelled(label)], { kind: Kind.SELECTION_SET, selections: fields }), ...others];
  }

  #selection(selection: SelectionNode, scope: Scope): SelectionNode[] {
    if (selection.kind === Kind.FIELD) return [this.#field(selection, scope)];
    if (selection.kind === Kind.FRAGMENT_SPREAD) return []; // there is none: they are spread
    const part = labelOf(selection);
    if (part === null) return this.#fragment(selection, scope);
    const set = this.#set(selection.selectionSet, { ...scope, part, isBeginning: true });
    return [fragmentOf(selection.directives ?? [], set)];
  }

  #field(field: FieldNode, { type, part, conditions }: Scope): SelectionNode {
    const { selectionSet, name } = field;
    const definition = isUnionType(type) ? undefined : type.getFields()[name.value];
    if (!selectionSet || !definition) return withConditions(field, conditions);
    const below = getNamedType(definition.type);
    if (!isCompositeType(below)) return withConditions(field, conditions);
    return withConditions({ ...field, selectionSet: this.below(selectionSet, below, part) }, conditions);
  }

  #fragment(
    { typeCondition, directives = [], selectionSet }: InlineFragmentNode,
    scope: Scope,
  ): SelectionNode[] {
    const conditions = [...scope.conditions, ...directives];
    const type = this.#schema.getType(typeCondition?.name.value ?? scope.type.name);
    if (!isCompositeType(type) || !doTypesOverlap(this.#schema, type, scope.type)) return [];
    if (!typeCondition || isTypeSubTypeOf(this.#schema, scope.type, type))
      return selectionSet.selections.flatMap((inner) => this.#selection(inner, { ...scope, conditions }));
    const set = this.#set(selectionSet, { ...scope, type, conditions, isBeginning: false });
    return [{ ...fragmentOf([], set), typeCondition }];
  }
}

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

const entersType = (selection: SelectionNode): boolean =>
  selection.kind === Kind.INLINE_FRAGMENT &&
  (selection.typeCondition !== undefined || labelOf(selection) !== null);

/** What does not go to the field, which has each directive once, stays around it. */
function withConditions(field: FieldNode, around: readonly DirectiveNode[]): SelectionNode {
  const directives = [...(field.directives ?? [])];
  const rest = around.filter((condition) => {
    const known = directives.find(({ name }) => name.value === condition.name.value);
    if (!known) directives.push(condition);
    return known !== undefined && print(known) !== print(condition);
  });
  return rest.reduceRight<SelectionNode>(
    (inner, condition) => fragmentOf([condition], { kind: Kind.SELECTION_SET, selections: [inner] }),
    { ...field, directives },
  );
}

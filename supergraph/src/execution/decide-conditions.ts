import {
  type DirectiveNode,
  type DocumentNode,
  Kind,
  type SelectionNode,
  type ValueNode,
  visit,
} from 'graphql';

/** Values of variables that `@skip` and `@include` depend on. */
export type Conditions = ReadonlyMap<string, boolean>;

const noConditions: Conditions = new Map();

/**
 * The document without the `@skip` and `@include` whose conditions are known, and without what they leave out: those
 * that are written out as true or false, and those of variables with a value here. A selection may be left with nothing
 * in it, which stands for an object of which nothing is told.
 *
 * @param conditions - of variables; those that are not among them stay as they are
 * @returns the same document when it has no such conditions
 */
export function decideConditions(
  document: DocumentNode,
  conditions: Conditions = noConditions,
): DocumentNode {
  const decide = (selection: SelectionNode): SelectionNode | null | undefined => {
    const { directives = [] } = selection;
    if (directives.length === 0) return undefined;
    if (directives.some((directive) => isSelected(directive, conditions) === false)) return null;
    const left = directives.filter((directive) => isSelected(directive, conditions) === null);
    return left.length === directives.length ? undefined : { ...selection, directives: left };
  };
  return visit(document, {
    Field: { enter: decide },
    FragmentSpread: { enter: decide },
    InlineFragment: { enter: decide },
  });
}

/** With `__typename`, which is always there, where nothing is selected: for those who take no empty selection. */
export const neverEmpty = (document: DocumentNode): DocumentNode =>
  visit(document, {
    SelectionSet: {
      leave: (node) => (node.selections.length === 0 ? { ...node, selections: [typename] } : undefined),
    },
  });

export const typename: SelectionNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** Null: it depends on something unknown, or is no condition. */
function isSelected({ name, arguments: given = [] }: DirectiveNode, conditions: Conditions): boolean | null {
  if (name.value !== 'skip' && name.value !== 'include') return null;
  const value = given.find((argument) => argument.name.value === 'if')?.value;
  const known = valueOf(value, conditions);
  return known === undefined ? null : known === (name.value === 'include');
}

function valueOf(value: ValueNode | undefined, conditions: Conditions): boolean | undefined {
  if (value?.kind === Kind.BOOLEAN) return value.value;
  return value?.kind === Kind.VARIABLE ? conditions.get(value.name.value) : undefined;
}

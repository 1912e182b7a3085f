import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/**
 * The planner takes the conditions below a field that has one itself for the field's: where `@skip` and
 * `@include` leave nothing below, it does not ask for the field either, whose objects are there all the same.
 * Below such a field it is asked for `__typename`, which is always there.
 */
export function keepSelected(document: DocumentNode): DocumentNode {
  const fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  return visit(document, {
    Field: {
      leave: (field) => {
        const { selectionSet, directives = [] } = field;
        if (!selectionSet || directives.length === 0 || isAlwaysSome(selectionSet, fragments))
          return undefined;
        return {
          ...field,
          selectionSet: { ...selectionSet, selections: [typename, ...selectionSet.selections] },
        };
      },
    },
  });
}

const typename: SelectionNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** Whether something is selected whatever the variables. */
function isAlwaysSome({ selections }: SelectionSetNode, fragments: Fragments): boolean {
  return selections.some((selection) => {
    if ((selection.directives ?? []).length > 0) return false;
    if (selection.kind === Kind.FIELD) return true;
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    return fragment !== undefined && isAlwaysSome(fragment.selectionSet, fragments);
  });
}

import { type DocumentNode, type FragmentDefinitionNode, Kind, type SelectionSetNode, visit } from 'graphql';
import { decideConditions, neverEmpty, typename } from './decide-conditions.ts';

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/**
 * What the planner is given of a document, so that it asks for every object that is answered.
 *
 * Of conditions that are written out as true or false it makes selections beside those without, and forgets what both
 * need: it is given none of them. Where that leaves a selection with nothing in it it is asked for `__typename`, which
 * is always there; so it is below a field with a condition: the planner takes the conditions below it for the field's,
 * and does not ask for it where `@skip` and `@include` leave nothing below, though its objects are there all the same.
 */
export function keepSelected(asked: DocumentNode): DocumentNode {
  const document = neverEmpty(decideConditions(asked));
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

import { type InlineFragmentNode, type OperationDefinitionNode, type SelectionSetNode, visit } from 'graphql';
import { labelOf, withoutParts } from './without-defers.ts';

/** One part of an operation's answer: what is answered first, or a deferred fragment. */
export interface Part {
  /** Null: what is answered first. */
  readonly label: string | null;
  /** With the parts within it. */
  readonly selectionSet: SelectionSetNode;
  /** Without them. */
  readonly own: SelectionSetNode;
  readonly parts: readonly Part[];
}

/** @param operation - labelled */
export const partsOf = ({ selectionSet }: OperationDefinitionNode): Part => partOf(null, selectionSet);

function partOf(label: string | null, selectionSet: SelectionSetNode): Part {
  const parts: Part[] = [];
  visit(selectionSet, {
    InlineFragment: (fragment: InlineFragmentNode) => {
      const inner = labelOf(fragment);
      if (inner === null) return undefined;
      parts.push(partOf(inner, fragment.selectionSet));
      return false;
    },
  });
  return { label, selectionSet, own: withoutParts(selectionSet), parts };
}

import { type ASTNode, type DocumentNode, type InlineFragmentNode, visit } from 'graphql';
import { isDefer } from './label-defers.ts';

/** The document for those who are answered at once. */
export function withoutDefers(document: DocumentNode): DocumentNode {
  return visit(document, { Directive: (directive) => (isDefer(directive) ? null : undefined) });
}

/** What is left to the part itself when the parts within it come later. */
export function withoutParts<Node extends ASTNode>(node: Node): Node {
  return visit(node, { InlineFragment: (fragment) => (labelOf(fragment) === null ? undefined : null) });
}

/** The label of a fragment that is a part of its own; null: it comes with what is around it. */
export function labelOf({ directives = [] }: InlineFragmentNode): string | null {
  const value = directives.find(isDefer)?.arguments?.[0]?.value;
  return value && 'value' in value ? String(value.value) : null;
}

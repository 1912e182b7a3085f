import { type DirectiveNode, type DocumentNode, Kind, type SelectionSetNode, visit } from 'graphql';

type Deferred = ReadonlyMap<DirectiveNode, SelectionSetNode>;

const known = new WeakMap<DocumentNode, Deferred>();

/** What a document defers with a `@defer`. */
export function findDeferred(document: DocumentNode, directive: DirectiveNode): SelectionSetNode | undefined {
  const deferred = known.get(document) ?? readDeferred(document);
  known.set(document, deferred);
  return deferred.get(directive);
}

function readDeferred(document: DocumentNode): Deferred {
  const deferred = new Map<DirectiveNode, SelectionSetNode>();
  const note = (directives: readonly DirectiveNode[] = [], set: SelectionSetNode | undefined) => {
    if (set) for (const directive of directives) deferred.set(directive, set);
  };
  const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  visit(document, {
    InlineFragment: ({ directives, selectionSet }) => note(directives, selectionSet),
    FragmentSpread: ({ directives, name }) =>
      note(directives, fragments.find((fragment) => fragment.name.value === name.value)?.selectionSet),
  });
  return deferred;
}

import {
  type DocumentNode,
  type FieldNode,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';

const labels = new WeakMap<OperationDefinitionNode, string>();

/**
 * What a subgraph is asked, in words of its schema: `query chatRoom`, `query _entities(Member)`. The
 * name that a client gave its operation is not in it, so there are as many as the schema has fields.
 */
export function operationLabel(document: DocumentNode, operationName?: string | null): string {
  const operation = getOperationAST(document, operationName);
  if (!operation) return 'unknown';
  const known = labels.get(operation) ?? labelOf(operation);
  labels.set(operation, known);
  return known;
}

function labelOf({ operation, selectionSet }: OperationDefinitionNode): string {
  const field = selectionSet.selections.find((selection) => selection.kind === Kind.FIELD);
  return `${operation} ${field ? nameOf(field) : 'fragment'}`;
}

/** Entities are told apart by the first type that is asked for. */
function nameOf({ name, selectionSet }: FieldNode): string {
  if (name.value !== '_entities') return name.value;
  const [first] = selectionSet?.selections ?? [];
  const type = first?.kind === Kind.INLINE_FRAGMENT ? first.typeCondition?.name.value : undefined;
  return `_entities(${type ?? '?'})`;
}

import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  isInterfaceType,
  Kind,
  type SelectionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/**
 * Asks each type of an interface by its own name for what is asked of the interface: the planner looks for a context
 * at the type by which a field was asked for, and finds none where only types of the interface set it.
 *
 * @param schema - what clients see; the document is valid for it
 */
export function narrowAbstract(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  const types = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(types, {
      SelectionSet: {
        leave: (node) => {
          const parent = types.getParentType();
          if (!isInterfaceType(parent)) return undefined;
          const names = schema.getPossibleTypes(parent).map(({ name }) => name);
          return { ...node, selections: node.selections.flatMap((one) => narrowed(one, names)) };
        },
      },
    }),
  );
}

const narrowed = (selection: SelectionNode, types: readonly string[]): SelectionNode[] =>
  selection.kind === Kind.FIELD && selection.selectionSet
    ? types.map((type) => on(type, selection))
    : [selection];

const on = (type: string, field: FieldNode): SelectionNode => ({
  kind: Kind.INLINE_FRAGMENT,
  typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } },
  selectionSet: { kind: Kind.SELECTION_SET, selections: [field] },
});

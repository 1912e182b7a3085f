import {
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** True when a document selects, at any depth, a field whose answer depends on who asks. */
export function selectsPerViewer(
  document: DocumentNode,
  schema: GraphQLSchema,
  perViewer: ReadonlySet<string>,
): boolean {
  const typeInfo = new TypeInfo(schema);
  let isFound = false;
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field: ({ name }) => {
        const parent = typeInfo.getParentType();
        if (parent) isFound ||= isMarked(parent, name.value, schema, perViewer);
      },
    }),
  );
  return isFound;
}

/** A field of an interface counts as marked when any implementation's is. */
function isMarked(
  parent: GraphQLNamedType,
  field: string,
  schema: GraphQLSchema,
  perViewer: ReadonlySet<string>,
): boolean {
  if (perViewer.has(`${parent.name}.${field}`)) return true;
  if (!isAbstractType(parent)) return false;
  return schema.getPossibleTypes(parent).some(({ name }) => perViewer.has(`${name}.${field}`));
}

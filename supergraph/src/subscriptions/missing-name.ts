import { type GraphQLSchema, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql';

/**
 * The first thing of which a document speaks and a schema knows nothing: `Type.field`, or the name of a type.
 *
 * @returns null where it is at fault in another way
 */
export function missingName(query: string, schema: GraphQLSchema): string | null {
  const typeInfo = new TypeInfo(schema);
  let missing: string | null = null;
  const note = (name: string): void => void (missing ??= name);
  const noteType = (name: string | undefined): void => {
    if (name !== undefined && !schema.getType(name)) note(name);
  };
  visit(
    parse(query),
    visitWithTypeInfo(typeInfo, {
      Field: ({ name }) => {
        const parent = typeInfo.getParentType();
        if (parent && !typeInfo.getFieldDef()) note(`${parent.name}.${name.value}`);
      },
      InlineFragment: ({ typeCondition }) => noteType(typeCondition?.name.value),
      FragmentDefinition: ({ typeCondition }) => noteType(typeCondition.name.value),
      OperationDefinition: (operation) => noteType(rootOf(operation, schema)),
      NamedType: ({ name }) => noteType(name.value),
    }),
  );
  return missing;
}

/** The name that a schema without subscriptions would have given their root. */
const rootOf = ({ operation }: { readonly operation: string }, schema: GraphQLSchema): string | undefined =>
  operation === 'subscription' && !schema.getSubscriptionType() ? 'Subscription' : undefined;

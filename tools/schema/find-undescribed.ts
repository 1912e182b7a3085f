import {
  type GraphQLNamedType,
  type GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';

/** Types and fields of the client API that say nothing about themselves, as `Type` or `Type.field`. */
export function findUndescribed(api: GraphQLSchema): string[] {
  // The three roots are where fields hang; there is nothing to say about them.
  const roots = new Set(
    [api.getQueryType(), api.getMutationType(), api.getSubscriptionType()].map((t) => t?.name),
  );
  return Object.values(api.getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
    .flatMap((type) => [
      ...(type.description || roots.has(type.name) ? [] : [type.name]),
      ...fieldsOf(type)
        .filter(({ description }) => !description)
        .map(({ name }) => `${type.name}.${name}`),
    ])
    .toSorted();
}

function fieldsOf(type: GraphQLNamedType) {
  return isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)
    ? Object.values<{ name: string; description?: string | null | undefined }>(type.getFields())
    : [];
}

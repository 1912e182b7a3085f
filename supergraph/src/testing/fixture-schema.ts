import {
  buildSchema,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isObjectType,
  isUnionType,
  type GraphQLUnionType,
} from 'graphql';

type Resolver = GraphQLFieldResolver<unknown, unknown>;
export type Resolvers = Readonly<
  Record<string, Readonly<Record<string, Resolver | { readonly subscribe: Resolver }>>>
>;

/** A schema from SDL with resolvers; a subscription's events are `{ [field]: event }`. */
export function schemaOf(sdl: string, resolvers: Resolvers): GraphQLSchema {
  const schema = buildSchema(sdl, { assumeValidSDL: true });
  for (const [typeName, fields] of Object.entries(resolvers)) {
    const type = schema.getType(typeName);
    if (!isObjectType(type)) throw new TypeError(`${typeName} is no object type`);
    for (const [name, resolver] of Object.entries(fields)) {
      const field = type.getFields()[name];
      if (!field) throw new TypeError(`${typeName} has no field ${name}`);
      if (typeof resolver === 'function') field.resolve = resolver;
      else field.subscribe = resolver.subscribe;
    }
  }
  for (const type of Object.values(schema.getTypeMap())) if (isUnionType(type)) resolveByTypename(type);
  return schema;
}

function resolveByTypename(union: GraphQLUnionType): void {
  union.resolveType = (value: unknown) =>
    typeof value === 'object' && value && '__typename' in value && typeof value.__typename === 'string'
      ? value.__typename
      : undefined;
}

/** The federation header and directives, for `buildSchema` and for composition alike. */
export const federationHeader = /* GraphQL */ `
  extend schema
    @link(
      url: "https://specs.apollo.dev/federation/v2.9"
      import: ["@key", "@shareable", "@inaccessible", "@composeDirective"]
    )
    @link(url: "https://moim.dev/subscriptions/v1.0", import: ["@resume", "@shared", "@perViewer"])
    @composeDirective(name: "@resume")
    @composeDirective(name: "@shared")
    @composeDirective(name: "@perViewer")
  directive @resume on ARGUMENT_DEFINITION
  directive @shared(guard: String!, cursor: String!, audience: String) on FIELD_DEFINITION
  directive @perViewer on FIELD_DEFINITION
`;

/** What a subgraph serves beside what it declares. */
export const federationMachinery = (entities: string) => /* GraphQL */ `
  scalar _Any
  union _Entity = ${entities}
  extend type Query {
    _entities(representations: [_Any!]!): [_Entity]!
  }
`;

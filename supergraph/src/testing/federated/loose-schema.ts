import {
  buildASTSchema,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  Kind,
  type NamedTypeNode,
  parse,
  type TypeNode,
  visit,
} from 'graphql';

/**
 * A subgraph's schema, ready to be executed, that lets through what the declared one would not: null anywhere,
 * any value of any leaf. So a test decides how wrong a subgraph is.
 */
export function looseSchema(sdl: DocumentNode): GraphQLSchema {
  const composites = new Set<string>();
  const entities: string[] = [];
  let hasQuery = false;
  for (const node of sdl.definitions) {
    if (
      node.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      node.kind !== Kind.INTERFACE_TYPE_DEFINITION &&
      node.kind !== Kind.UNION_TYPE_DEFINITION
    )
      continue;
    composites.add(node.name.value);
    if (node.name.value === 'Query') hasQuery = true;
    else if (node.kind === Kind.OBJECT_TYPE_DEFINITION) entities.push(node.name.value);
  }
  const loose = visit(sdl, {
    FieldDefinition: (field): FieldDefinitionNode => ({ ...field, type: loosened(field.type, composites) }),
  });
  const machinery = parse(/* GraphQL */ `
    scalar _Any
    scalar _Loose
    union _Entity = ${entities.join(' | ')}
    ${hasQuery ? 'extend ' : ''}type Query { _entities(representations: [_Any!]!): [_Entity] }
  `);
  const definitions = [...loose.definitions, ...machinery.definitions];
  return extended({ kind: Kind.DOCUMENT, definitions });
}

/** `buildASTSchema` leaves extensions out. */
function extended(document: DocumentNode): GraphQLSchema {
  const extra = document.definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_EXTENSION ? (node.fields ?? []) : [],
  );
  const definitions = document.definitions
    .filter(({ kind }) => kind !== Kind.OBJECT_TYPE_EXTENSION && kind !== Kind.SCHEMA_EXTENSION)
    .map((node) =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === 'Query'
        ? { ...node, fields: [...(node.fields ?? []), ...extra] }
        : node,
    );
  return buildASTSchema({ kind: Kind.DOCUMENT, definitions }, { assumeValid: true, assumeValidSDL: true });
}

function loosened(type: TypeNode, composites: ReadonlySet<string>): TypeNode {
  switch (type.kind) {
    case Kind.NON_NULL_TYPE:
      return loosened(type.type, composites);
    case Kind.LIST_TYPE:
      return { ...type, type: loosened(type.type, composites) };
    case Kind.NAMED_TYPE:
      return composites.has(type.name.value) ? type : anyLeaf;
  }
}

const anyLeaf: NamedTypeNode = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: '_Loose' } };

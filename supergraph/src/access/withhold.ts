import {
  type DocumentNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { AccessRules } from './access-rules.ts';
import { type Grants, isGranted } from './grants.ts';

/** What is left of an operation for somebody who may not see all of it. */
export interface Withheld {
  /** One operation that may be planned and executed, with what it needs. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Fields of the original that are not in it, each with the coordinate whose rule it is. */
  readonly fields: ReadonlyMap<FieldNode, string>;
  /** Where each object says its type: the original does not ask for that everywhere. */
  readonly typeAlias: string;
}

/**
 * Takes out of a valid operation what its viewer may not see: fields with a rule, fields of a type with one, and
 * fields that return such a type. A field of an interface or union is let through when it may be seen on every
 * type that can stand there.
 *
 * @returns null when they may see everything
 */
export function withhold(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
  rules: AccessRules,
  grants: Grants,
): Withheld | null {
  const fields = findDenied(document, schema, deniedCoordinates(rules, grants));
  if (fields.size === 0) return null;
  const typeAlias = unusedAlias(document);
  const filtered = removeFields(document, schema, fields, typeAlias);
  const left = filtered.definitions.find(
    (node) => node.kind === Kind.OPERATION_DEFINITION && node.name?.value === operation.name?.value,
  );
  if (left?.kind !== Kind.OPERATION_DEFINITION) throw new TypeError('an operation lost itself');
  return { ...withWhatItUses(left, filtered), fields, typeAlias };
}

function deniedCoordinates(rules: AccessRules, grants: Grants): ReadonlySet<string> {
  return new Set([...rules].flatMap(([coordinate, rule]) => (isGranted(rule, grants) ? [] : [coordinate])));
}

function findDenied(
  document: DocumentNode,
  schema: GraphQLSchema,
  denied: ReadonlySet<string>,
): ReadonlyMap<FieldNode, string> {
  const found = new Map<FieldNode, string>();
  if (denied.size === 0) return found;
  const typeInfo = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field: (node) => {
        const parent = typeInfo.getParentType();
        const field = typeInfo.getFieldDef();
        if (!parent || !field || node.name.value === '__typename') return undefined;
        const ruled = [
          nameIn(String(field.type)),
          ...standingFor(parent, schema).flatMap(({ name }) => [name, `${name}.${node.name.value}`]),
        ].find((coordinate) => denied.has(coordinate));
        if (ruled === undefined) return undefined;
        found.set(node, ruled);
        return false;
      },
    }),
  );
  return found;
}

/** Of a type as it is written, without brackets and exclamation marks. */
const nameIn = (type: string): string => type.replaceAll(/[[\]!]/g, '');

/** A type and, of an interface or union, whatever may stand in its place. */
function standingFor(type: GraphQLNamedType, schema: GraphQLSchema): readonly GraphQLNamedType[] {
  if (!isAbstractType(type)) return [type];
  const { interfaces, objects } =
    'getInterfaces' in type ? schema.getImplementations(type) : { interfaces: [], objects: type.getTypes() };
  return [type, ...interfaces, ...objects];
}

function unusedAlias(document: DocumentNode): string {
  const used = new Set<string>();
  visit(document, {
    Field: ({ alias }) => {
      if (alias) used.add(alias.value);
    },
  });
  let alias = '_type';
  while (used.has(alias)) alias += '_';
  return alias;
}

function removeFields(
  document: DocumentNode,
  schema: GraphQLSchema,
  fields: ReadonlyMap<FieldNode, string>,
  typeAlias: string,
): DocumentNode {
  const typeInfo = new TypeInfo(schema);
  const typename: FieldNode = {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: typeAlias },
    name: { kind: Kind.NAME, value: '__typename' },
  };
  return visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field: { enter: (node) => (fields.has(node) ? null : undefined) },
      SelectionSet: {
        leave: (node) =>
          typeInfo.getParentType() === schema.getSubscriptionType()
            ? undefined // which has one field at its root
            : { ...node, selections: [...node.selections, typename] },
      },
    }),
  );
}

/** The operation with the fragments that it still spreads, and the variables that it still mentions. */
function withWhatItUses(
  operation: OperationDefinitionNode,
  { definitions }: DocumentNode,
): Pick<Withheld, 'document' | 'operation'> {
  const fragments = new Map(
    definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
  const spread = new Set<string>();
  const mentioned = new Set<string>();
  const look = (node: Parameters<typeof visit>[0]) =>
    visit(node, {
      FragmentSpread: ({ name }) => {
        if (spread.has(name.value)) return;
        spread.add(name.value);
        const fragment = fragments.get(name.value);
        if (fragment) look(fragment);
      },
      VariableDefinition: () => false,
      Variable: ({ name }) => void mentioned.add(name.value),
    });
  look(operation);
  const variableDefinitions = (operation.variableDefinitions ?? []).filter(({ variable }) =>
    mentioned.has(variable.name.value),
  );
  const own: OperationDefinitionNode = { ...operation, variableDefinitions };
  const used = [...fragments.values()].filter(({ name }) => spread.has(name.value));
  return { operation: own, document: { kind: Kind.DOCUMENT, definitions: [own, ...used] } };
}

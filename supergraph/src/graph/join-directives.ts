import {
  type ConstDirectiveNode,
  type ConstValueNode,
  type DocumentNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type SelectionSetNode,
} from 'graphql';

/** How a supergraph says which subgraph has what: `@join__type`, `@join__field`, `@join__graph`. */
export type RecordNode = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

export const isKey = (directive: ConstDirectiveNode): boolean =>
  directive.name.value === 'join__type' && textOf(directive, 'key') !== null;

/** A key that says what a subgraph knows of an entity, and not how it finds one. */
export function isUnresolvable(directive: ConstDirectiveNode): boolean {
  const value = argumentOf(directive, 'resolvable');
  return isKey(directive) && value?.kind === Kind.BOOLEAN && !value.value;
}

const argumentOf = (
  { arguments: given = [] }: ConstDirectiveNode,
  name: string,
): ConstValueNode | undefined => given.find((argument) => argument.name.value === name)?.value;

export function textOf(directive: ConstDirectiveNode, name: string): string | null {
  const value = argumentOf(directive, name);
  return value?.kind === Kind.STRING ? value.value : null;
}

/** As `join__Graph` names it. */
export function graphOf(directive: ConstDirectiveNode): string {
  const value = argumentOf(directive, 'graph');
  return value?.kind === Kind.ENUM ? value.value : '';
}

/** Names of subgraphs by the values of `join__Graph`. */
export function subgraphNames({ definitions }: DocumentNode): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const node of definitions) {
    if (node.kind !== Kind.ENUM_TYPE_DEFINITION || node.name.value !== 'join__Graph') continue;
    for (const { name, directives = [] } of node.values ?? [])
      for (const directive of directives) names.set(name.value, textOf(directive, 'name') ?? name.value);
  }
  return names;
}

/** @param text - as in `@key(fields:)` */
export function readFieldSet(text: string): SelectionSetNode {
  const [operation] = parse(`{ ${text} }`, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new TypeError('this is no field set');
  return operation.selectionSet;
}

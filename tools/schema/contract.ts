import {
  type ASTNode,
  buildSchema,
  type ConstDirectiveNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  getNamedType,
  Kind,
  parse,
  print,
  visit,
} from 'graphql';
import { type Composition, compose } from './compose.ts';
import type { SubgraphSdl } from './subgraph-sdl.ts';

/**
 * The graph without what carries a tag, and without the types that nothing leads to then. What is hidden is
 * `@inaccessible`: the planner may still use it, nobody may ask for it.
 *
 * @throws {CompositionError} when what stays needs what goes
 */
export function composeWithout(tag: string, subgraphs: readonly SubgraphSdl[]): Composition {
  const tagged = subgraphs.map((one) => hide(one, (node) => isTagged(node, tag)));
  const unreachable = findUnreachable(buildSchema(compose(tagged).apiSdl));
  return compose(tagged.map((one) => hide(one, (node) => isNamed(node, unreachable))));
}

/** Works without an import, and whatever the subgraph imports. */
const hidden: ConstDirectiveNode = {
  kind: Kind.DIRECTIVE,
  name: { kind: Kind.NAME, value: 'federation__inaccessible' },
};

function hide({ sdl, ...place }: SubgraphSdl, isChosen: (node: ASTNode) => boolean): SubgraphSdl {
  const enter = (node: ASTNode) => {
    if (!('directives' in node) || !isChosen(node)) return undefined;
    return { ...node, directives: [...(node.directives ?? []), hidden] };
  };
  return { ...place, sdl: print(visit(parse(sdl), { enter })) };
}

const isTagged = (node: ASTNode, tag: string): boolean =>
  'directives' in node &&
  (node.directives ?? []).some(
    ({ name, arguments: given = [] }) =>
      name.value === 'tag' && given.some(({ value }) => value.kind === Kind.STRING && value.value === tag),
  );

const definitions: ReadonlySet<string> = new Set([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.UNION_TYPE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.INPUT_OBJECT_TYPE_DEFINITION,
  Kind.SCALAR_TYPE_DEFINITION,
]);

const isNamed = (node: ASTNode, names: ReadonlySet<string>): boolean =>
  definitions.has(node.kind) && 'name' in node && node.name?.kind === Kind.NAME && names.has(node.name.value);

/** Types that no root leads to. */
function findUnreachable(schema: GraphQLSchema): Set<string> {
  const reached = new Set<string>();
  const queue: GraphQLNamedType[] = [
    schema.getQueryType(),
    schema.getMutationType(),
    schema.getSubscriptionType(),
  ].filter((type) => type !== undefined && type !== null);
  for (const type of queue) {
    if (reached.has(type.name)) continue;
    reached.add(type.name);
    queue.push(...nextTo(type, schema));
  }
  return new Set(
    Object.values(schema.getTypeMap())
      .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
      .map(({ name }) => name)
      .filter((name) => !reached.has(name)),
  );
}

function nextTo(type: GraphQLNamedType, schema: GraphQLSchema): GraphQLNamedType[] {
  const near: GraphQLNamedType[] = [];
  if (isAbstractType(type)) near.push(...schema.getPossibleTypes(type));
  if (isObjectType(type) || isInterfaceType(type)) {
    near.push(...type.getInterfaces());
    for (const field of Object.values(type.getFields()))
      near.push(getNamedType(field.type), ...field.args.map((argument) => getNamedType(argument.type)));
  }
  if (isInputObjectType(type))
    near.push(...Object.values(type.getFields()).map((field) => getNamedType(field.type)));
  return near;
}

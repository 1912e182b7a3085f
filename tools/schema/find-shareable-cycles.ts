import {
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
} from 'graphql';
import type { Place, SubgraphSdl } from './subgraph-sdl.ts';

export interface ShareableCycle extends Place {
  /** `Type.field` */
  readonly coordinate: string;
}

/**
 * Fields that several subgraphs may answer (`@shareable`) and that lead back to their own type.
 * Each step of such a walk multiplies the planner's choices: with three subgraphs a query of 38
 * bytes was planned for 15 seconds, so they are refused before anything is served.
 */
export function findShareableCycles(subgraphs: readonly SubgraphSdl[], api: GraphQLSchema): ShareableCycle[] {
  return subgraphs.flatMap(({ name, sdl }) =>
    shareableFields(sdl)
      .filter(({ type, field }) => leadsBack(api, type, field))
      .map(({ type, field, line }) => ({ name, line, coordinate: `${type}.${field}` })),
  );
}

function shareableFields(sdl: string) {
  return parse(sdl).definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION)
      return [];
    const isWholeTypeShareable = isShareable(definition);
    return (definition.fields ?? [])
      .filter((field) => isWholeTypeShareable || isShareable(field))
      .map(({ name, loc }) => ({
        type: definition.name.value,
        field: name.value,
        line: name.loc?.startToken.line ?? loc?.startToken.line ?? 1,
      }));
  });
}

function isShareable(node: { directives?: readonly { name: { value: string } }[] | undefined }): boolean {
  return node.directives?.some(({ name }) => name.value === 'shareable') ?? false;
}

function leadsBack(api: GraphQLSchema, typeName: string, fieldName: string): boolean {
  const type = api.getType(typeName);
  if (!isObjectType(type)) return false;
  const field = type.getFields()[fieldName];
  return field !== undefined && reachable(api, getNamedType(field.type)).has(type);
}

function reachable(api: GraphQLSchema, start: GraphQLNamedType): Set<GraphQLNamedType> {
  const seen = new Set<GraphQLNamedType>();
  const open = [start];
  for (let type = open.pop(); type; type = open.pop()) {
    if (seen.has(type)) continue;
    seen.add(type);
    if (isAbstractType(type)) open.push(...api.getPossibleTypes(type));
    if (isObjectType(type) || isInterfaceType(type))
      open.push(...Object.values(type.getFields()).map((field) => getNamedType(field.type)));
  }
  return seen;
}

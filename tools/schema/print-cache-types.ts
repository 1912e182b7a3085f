import {
  type GraphQLSchema,
  isAbstractType,
  isIntrospectionType,
  isObjectType,
  type GraphQLNamedType,
} from 'graphql';

const rootTypes = new Set(['Query', 'Mutation', 'Subscription']);

/**
 * What the normalised cache of the web app must know of the API: which types have no id of their own
 * and live inside their parent, and which types an interface or union stands for.
 */
export function printCacheTypes(schema: GraphQLSchema): string {
  const types = Object.values(schema.getTypeMap()).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const embedded = types.filter(isEmbedded).map(({ name }) => `  '${name}',`);
  const possible = types.filter(isAbstractType).map((type) => {
    const names = schema.getPossibleTypes(type).map(({ name }) => `'${name}'`);
    return `  ${type.name}: [${names.toSorted().join(', ')}],`;
  });
  return [
    '/* Written by `npm run schema`. */',
    '/** Types without an id of their own live inside their parent. */',
    ...['export const embeddedTypes = [', ...embedded, '];', ''],
    '/** Said so that a fragment matches by its type, not by a guess from its fields. */',
    ...['export const possibleTypes: Record<string, string[]> = {', ...possible, '};', ''],
  ].join('\n');
}

function isEmbedded(type: GraphQLNamedType): boolean {
  if (!isObjectType(type) || isIntrospectionType(type) || rootTypes.has(type.name)) return false;
  return !('id' in type.getFields());
}

import {
  getNullableType,
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLOutputType,
  GraphQLString,
  isLeafType,
} from 'graphql';
import type { Complete } from './completion.ts';

/**
 * Most values of an answer are leaves that are as they should be, and are given on as they are: they are known in
 * one call. Everything else goes the long way.
 */
export function withShortWay(type: GraphQLOutputType, complete: Complete): Complete {
  const leaf = getNullableType(type);
  if (!isLeafType(leaf)) return complete;
  switch (leaf.name) {
    case GraphQLID.name:
    case GraphQLString.name:
      return (value, violations) => (typeof value === 'string' ? value : complete(value, violations));
    case GraphQLBoolean.name:
      return (value, violations) => (typeof value === 'boolean' ? value : complete(value, violations));
    case GraphQLInt.name: // what 32 bits hold
      return (value, violations) =>
        typeof value === 'number' && (value | 0) === value ? value : complete(value, violations);
    case GraphQLFloat.name:
      return (value, violations) =>
        typeof value === 'number' && Number.isFinite(value) ? value : complete(value, violations);
    default:
      return complete;
  }
}

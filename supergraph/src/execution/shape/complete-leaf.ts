import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  GraphQLString,
  type GraphQLLeafType,
  isEnumType,
} from 'graphql';
import { bubble, type Complete, violate } from './completion.ts';

/** What a value becomes for the client; `undefined`: it is none of this type. */
type Accept = (value: unknown) => unknown;

const maxInt = 2 ** 31 - 1;
const minInt = -(2 ** 31);

const accepts = new Map<string, Accept>([
  [GraphQLInt.name, (value) => (isInt(value) ? value : undefined)],
  [GraphQLFloat.name, (value) => (Number.isFinite(value) ? value : undefined)],
  [GraphQLString.name, (value) => (typeof value === 'string' ? value : undefined)],
  [GraphQLBoolean.name, (value) => (typeof value === 'boolean' ? value : undefined)],
  [GraphQLID.name, acceptId],
]);

const isInt = (value: unknown): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value <= maxInt && value >= minInt;

function acceptId(value: unknown): unknown {
  if (typeof value === 'string') return value;
  return Number.isSafeInteger(value) ? String(value) : undefined;
}

/** A value that is not null. Of an enum only what the API schema has passes: the rest is nobody's business. */
export function completeLeaf(type: GraphQLLeafType): Complete {
  const accept = acceptFor(type);
  return (value, violations) => {
    const completed = accept(value);
    if (completed !== undefined) return completed;
    violate(violations, `This is no ${type.name}.`);
    return bubble;
  };
}

function acceptFor(type: GraphQLLeafType): Accept {
  if (!isEnumType(type)) return accepts.get(type.name) ?? ((value) => value);
  const values = new Set<unknown>(type.getValues().map(({ name }) => name));
  return (value) => (values.has(value) ? value : undefined);
}

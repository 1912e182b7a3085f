import { GraphQLScalarType, Kind } from 'graphql';
import { InvalidInputError } from '../errors/domain-error.ts';

// RFC 3339 with a mandatory offset; Date alone would also accept "1" and local times.
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

function parse(value: unknown): Date {
  const date = typeof value === 'string' && rfc3339.test(value) ? new Date(value) : undefined;
  if (!date || Number.isNaN(date.getTime()))
    throw new InvalidInputError('DateTime', 'A DateTime is an RFC 3339 instant, e.g. 2026-11-21T09:00:00Z.');
  return date;
}

function serialize(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  throw new TypeError('DateTime is served from a Date');
}

export const dateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description:
    'An instant: RFC 3339 with offset, milliseconds, answered in UTC. Example: `2026-11-21T09:00:00.000Z`.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize,
  parseValue: parse,
  parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
});

import { GraphQLScalarType, Kind } from 'graphql';
import { InvalidInputError } from '../errors/domain-error.ts';

const form = /^\d{4}-\d\d-\d\d$/;

function parse(value: unknown): string {
  if (typeof value === 'string' && isDay(value)) return value;
  throw new InvalidInputError('Date', 'A Date is a day of the calendar, e.g. 2026-11-21.');
}

/** The year 0 and the 30th of February are refused. */
function isDay(value: string): boolean {
  const date = new Date(`${value}T00:00:00Z`);
  return form.test(value) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

export const dateScalar = new GraphQLScalarType<string, string>({
  name: 'Date',
  description: 'A day of the calendar, without a time or zone: RFC 3339 full-date. Example: `2026-11-21`.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
  serialize: parse,
  parseValue: parse,
  parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
});

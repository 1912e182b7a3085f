import {
  getNullableType,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  typeFromAST,
  isInputType,
} from 'graphql';

/** Nobody's thing, so that most mutations say why they change nothing. */
const someId = '019aa3c4-7e10-7c41-9d52-0c6a5f1b2eff';
const scalars: Readonly<Record<string, unknown>> = {
  ...{ ID: someId, String: 'x', Int: 1, Float: 1, Boolean: false },
  ...{ DateTime: '2027-03-01T09:00:00.000Z', Date: '2027-03-01' },
};

/** A range ends after it begins. */
const ends = new Set(['until', 'endsAt']);

/** Variables with only what an operation demands: the same each time. */
export function minimalVariables(
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
): Record<string, unknown> {
  const needed = (operation.variableDefinitions ?? []).filter(({ type }) => type.kind === Kind.NON_NULL_TYPE);
  return Object.fromEntries(
    needed.map(({ variable, type }) => {
      const name = variable.name.value;
      const known = typeFromAST(schema, type);
      return [name, known && isInputType(known) ? minimalValue(known, name) : null];
    }),
  );
}

function minimalValue(given: GraphQLInputType, name: string): unknown {
  if (ends.has(name)) return '2027-03-01T10:00:00.000Z';
  if (name === 'timeZone') return 'UTC';
  const type = getNullableType(given);
  if (isListType(type)) return [];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (!isInputObjectType(type)) return scalars[type.toString()];
  const needed = Object.values(type.getFields()).filter(
    (field) => isNonNullType(field.type) && field.defaultValue === undefined,
  );
  return Object.fromEntries(needed.map((field) => [field.name, minimalValue(field.type, field.name)]));
}

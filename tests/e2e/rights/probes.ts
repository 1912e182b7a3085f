import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';

/** A query for every leaf of one type, at one place of the graph. */
export interface Probe {
  /** E.g. `travelPlan.companions`, response keys from the root. */
  readonly path: string;
  readonly query: string;
  /** Coordinates of the leaves that it asks for, e.g. `Member.name`, by response key. */
  readonly leaves: ReadonlyMap<string, string>;
}

/** GraphQL literals of arguments, by coordinate (`Query.travelPlan(id:)`) or by name (`first`). */
export type Literals = Readonly<Record<string, string>>;

/** Entities on one way; a connection and its edges do not count. None is entered twice. */
const maxDepth = 3;

/**
 * Every place of the graph that a query reaches from `Query`, one probe each; what the API gains is
 * probed without a word more here.
 *
 * @throws {Error} naming an argument that has no literal: a new one must get its private value
 */
export function probesOf(schema: GraphQLSchema, literals: Literals): Probe[] {
  const root = schema.getQueryType();
  if (!root) return [];
  return Object.values(root.getFields()).flatMap((field) =>
    enter({ schema, literals, open: '', close: '', keys: [], types: [] }, root, field),
  );
}

interface Way {
  readonly schema: GraphQLSchema;
  readonly literals: Literals;
  readonly open: string;
  readonly close: string;
  readonly keys: readonly string[];
  readonly types: readonly string[];
}

function enter(way: Way, parent: GraphQLObjectType, field: GraphQLField<unknown, unknown>): Probe[] {
  const type = getNamedType(field.type);
  const call = `${field.name}${argumentsOf(parent.name, field, way.literals)}`;
  if (isLeafType(type)) return way.keys.length === 0 ? [leafProbe(way, parent, field.name, call)] : [];
  const keys = [...way.keys, field.name];
  const objects = isAbstractType(type) ? way.schema.getPossibleTypes(type) : isObjectType(type) ? [type] : [];
  return objects.flatMap((object) =>
    visit(
      { ...way, keys, open: `${way.open}${call} { ... on ${object.name} { `, close: ` } }${way.close}` },
      object,
    ),
  );
}

function visit(way: Way, type: GraphQLObjectType): Probe[] {
  if (way.types.includes(type.name) || type.name === 'PageInfo') return [];
  if (way.types.filter((name) => !isPart(name)).length >= maxDepth) return [];
  const fields = Object.values(type.getFields());
  const leaves = fields.filter((field) => isLeafType(getNamedType(field.type)));
  const selection = leaves.map((field) => `${field.name}${argumentsOf(type.name, field, way.literals)}`);
  const own: Probe = {
    path: `${way.keys.join('.')}:${type.name}`,
    query: `{ ${way.open}__typename ${selection.join(' ')}${way.close} }`,
    leaves: new Map(leaves.map(({ name }) => [name, `${type.name}.${name}`])),
  };
  const inner = { ...way, types: [...way.types, type.name] };
  return [own, ...fields.flatMap((field) => enter(inner, type, field))];
}

const isPart = (type: string): boolean => /(Connection|Edge|Viewer)$/.test(type);

function leafProbe(way: Way, parent: GraphQLObjectType, name: string, call: string): Probe {
  const leaves = new Map([[name, `${parent.name}.${name}`]]);
  return { path: name, query: `{ ${way.open}${call}${way.close} }`, leaves };
}

function argumentsOf(type: string, field: GraphQLField<unknown, unknown>, literals: Literals): string {
  const given = field.args.flatMap((argument) => {
    const coordinate = `${type}.${field.name}(${argument.name}:)`;
    const literal =
      literals[coordinate] ?? (isRequiredArgument(argument) ? literals[argument.name] : undefined);
    if (literal !== undefined) return [`${argument.name}: ${literal}`];
    if (isRequiredArgument(argument)) throw new Error(`${coordinate} has no value to probe with`);
    return [];
  });
  return given.length > 0 ? `(${given.join(', ')})` : '';
}

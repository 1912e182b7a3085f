import {
  findBreakingChanges,
  type GraphQLArgument,
  type GraphQLDirective,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql';
import { coordinateOf } from './find-unannounced.ts';

/** One difference between two versions of a published schema. */
export interface SchemaChange {
  /** `Type`, `@directive`, `Type.field`, `Type.field(argument:)`, `Enum.VALUE` or `Union = Member`. */
  readonly coordinate: string;
  readonly change: 'added' | 'removed' | 'changed' | 'deprecated';
  /** How it reads now; of what was removed, how it read. For `deprecated` the reason. */
  readonly detail: string;
  /** True where an operation that was valid may not be any more. */
  readonly isBreaking: boolean;
}

interface Element {
  readonly signature: string;
  readonly deprecation: string | null;
}

/** In the order of coordinates. Descriptions do not count. */
export function describeChanges(before: GraphQLSchema, after: GraphQLSchema): SchemaChange[] {
  const breaking = new Set(
    findBreakingChanges(before, after).map(({ type, description }) => coordinateOf(type, description)),
  );
  const [was, is] = [elementsOf(before), elementsOf(after)];
  const coordinates = [...new Set([...was.keys(), ...is.keys()])].toSorted();
  return coordinates.flatMap((coordinate) => {
    const change = compare(was.get(coordinate), is.get(coordinate));
    return change ? [{ coordinate, ...change, isBreaking: breaking.has(coordinate) }] : [];
  });
}

function compare(was: Element | undefined, is: Element | undefined) {
  if (!was) return is && { change: 'added' as const, detail: is.signature };
  if (!is) return { change: 'removed' as const, detail: was.signature };
  if (was.signature !== is.signature) return { change: 'changed' as const, detail: is.signature };
  if (is.deprecation !== null && is.deprecation !== was.deprecation)
    return { change: 'deprecated' as const, detail: is.deprecation };
  return undefined;
}

function elementsOf(schema: GraphQLSchema): Map<string, Element> {
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
  const directives = schema.getDirectives().filter((directive) => !isSpecifiedDirective(directive));
  return new Map([
    ...directives.map(directiveOf),
    ...types.flatMap((type) => [[type.name, kindOf(type)] as const, ...partsOf(type)]),
  ]);
}

const directiveOf = ({ name, args, locations }: GraphQLDirective): readonly [string, Element] => {
  const given = args.map((argument) => `${argument.name}: ${inputOf(argument).signature}`).join(', ');
  return [`@${name}`, plain(`(${given}) on ${locations.join(' | ')}`)];
};

const plain = (signature: string, deprecation: string | null | undefined = null): Element => ({
  signature,
  deprecation: deprecation ?? null,
});

function kindOf(type: GraphQLNamedType): Element {
  if (isObjectType(type)) return plain('type');
  if (isInterfaceType(type)) return plain('interface');
  if (isUnionType(type)) return plain('union');
  if (isEnumType(type)) return plain('enum');
  return plain(isInputObjectType(type) ? 'input' : 'scalar');
}

function partsOf(type: GraphQLNamedType): (readonly [string, Element])[] {
  if (isUnionType(type)) return type.getTypes().map(({ name }) => [`${type.name} = ${name}`, plain(name)]);
  if (isEnumType(type))
    return type
      .getValues()
      .map(({ name, deprecationReason }) => [`${type.name}.${name}`, plain(name, deprecationReason)]);
  if (isInputObjectType(type))
    return Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, inputOf(field)]);
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap(({ name, args, type: returned, deprecationReason }) => [
    [`${type.name}.${name}`, plain(String(returned), deprecationReason)] as const,
    ...args.map((argument) => [`${type.name}.${name}(${argument.name}:)`, inputOf(argument)] as const),
  ]);
}

const inputOf = ({ type, defaultValue, deprecationReason }: GraphQLArgument): Element =>
  plain(
    defaultValue === undefined ? String(type) : `${String(type)} = ${JSON.stringify(defaultValue)}`,
    deprecationReason,
  );

import {
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { type Arguments, isThing, type Thing, valueOf, type World } from './world.ts';

/** A thing in an answer, and the one that it is in. */
export class Within {
  readonly thing: Thing;
  readonly around: Within | null;

  constructor(thing: Thing, around: Within | null) {
    this.thing = thing;
    this.around = around;
  }
}

/** An argument that comes from what is around. */
interface ContextualArgument {
  readonly name: string;
  /** That set the context. */
  readonly types: readonly string[];
  readonly selection: SelectionSetNode;
}

/** What one server would give to the arguments of `@fromContext`: from the nearest thing that sets the context. */
export type ReadArguments = (within: Within, type: string, field: string) => Arguments;

export function contextsOf(world: World, schema: GraphQLSchema): ReadArguments {
  const all = new Map(Object.values(world.subgraphs).flatMap(contextualFields));
  const isOf = (thing: Thing, name: string): boolean => {
    const [type, own] = [schema.getType(name), schema.getType(thing.__typename)];
    return (
      name === thing.__typename || (isAbstractType(type) && isObjectType(own) && schema.isSubType(type, own))
    );
  };
  const nearest = (within: Within | null, types: readonly string[]): Thing | null => {
    if (!within) return null;
    return types.some((type) => isOf(within.thing, type)) ? within.thing : nearest(within.around, types);
  };
  return ({ around }, type, field) =>
    Object.fromEntries(
      (all.get(`${type}.${field}`) ?? []).map(({ name, types, selection }) => {
        const thing = nearest(around, types);
        return [name, thing && read(world, thing, selection)];
      }),
    );
}

function read(world: World, thing: Thing, { selections }: SelectionSetNode): unknown {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      const value = valueOf(world, thing, selection.name.value, {});
      return selection.selectionSet ? readBelow(world, value, selection.selectionSet) : value;
    }
    if (selection.kind === Kind.INLINE_FRAGMENT && selection.typeCondition?.name.value === thing.__typename)
      return read(world, thing, selection.selectionSet);
  }
  return null;
}

function readBelow(world: World, value: unknown, selection: SelectionSetNode): unknown {
  if (Array.isArray(value)) return value.map((element: unknown) => readBelow(world, element, selection));
  return isThing(value) ? read(world, value, selection) : null;
}

function contextualFields(sdl: string): [string, ContextualArgument[]][] {
  const types = parse(sdl, { noLocation: true }).definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION ||
    node.kind === Kind.INTERFACE_TYPE_DEFINITION ||
    node.kind === Kind.UNION_TYPE_DEFINITION
      ? [node]
      : [],
  );
  const setBy = (context: string): string[] =>
    types
      .filter(({ directives = [] }) => directives.some((one) => textIn(one, 'context', 'name') === context))
      .map(({ name }) => name.value);
  const argumentsOf = ({ arguments: declared = [] }: FieldDefinitionNode): ContextualArgument[] =>
    declared.flatMap(({ name, directives = [] }) =>
      directives.flatMap((one) => {
        const [, context = '', selection] =
          /^\s*\$(\w+)\s*(.*)$/s.exec(textIn(one, 'fromContext', 'field') ?? '') ?? [];
        return selection === undefined
          ? []
          : [{ name: name.value, types: setBy(context), selection: selectionSetOf(selection) }];
      }),
    );
  return types.flatMap((type) =>
    type.kind === Kind.UNION_TYPE_DEFINITION
      ? []
      : (type.fields ?? [])
          .map((field): [string, ContextualArgument[]] => [
            `${type.name.value}.${field.name.value}`,
            argumentsOf(field),
          ])
          .filter(([, found]) => found.length > 0),
  );
}

function textIn(directive: ConstDirectiveNode, name: string, argument: string): string | null {
  if (directive.name.value !== name) return null;
  const value = directive.arguments?.find((one) => one.name.value === argument)?.value;
  return value?.kind === Kind.STRING ? value.value : null;
}

function selectionSetOf(text: string): SelectionSetNode {
  const [operation] = parse(text.trim().startsWith('{') ? text : `{ ${text} }`).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new TypeError('this selects nothing');
  return operation.selectionSet;
}

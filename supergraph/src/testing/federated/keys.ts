import { type ConstDirectiveNode, type DocumentNode, Kind, parse, type SelectionSetNode } from 'graphql';
import { isThing, type Thing } from './world.ts';

/** What a subgraph declares, as far as an entity's way into it is concerned. */
export interface Declared {
  /** The keys by which it finds an entity, by type. */
  readonly keys: ReadonlyMap<string, readonly SelectionSetNode[]>;
  /** `Type.field` that it only knows from what it is told. */
  readonly externals: ReadonlySet<string>;
}

export function declaredIn(sdl: DocumentNode): Declared {
  const keys = new Map<string, SelectionSetNode[]>();
  const externals = new Set<string>();
  for (const node of sdl.definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const found = (node.directives ?? []).filter(isResolvableKey).map(fieldsOf);
    if (found.length > 0) keys.set(node.name.value, found);
    for (const field of node.fields ?? [])
      if (field.directives?.some(({ name }) => name.value === 'external'))
        externals.add(`${node.name.value}.${field.name.value}`);
  }
  return { keys, externals };
}

const isResolvableKey = ({ name, arguments: given = [] }: ConstDirectiveNode): boolean =>
  name.value === 'key' &&
  !given.some(
    ({ name: { value }, value: node }) => value === 'resolvable' && node.kind === Kind.BOOLEAN && !node.value,
  );

function fieldsOf({ arguments: given = [] }: ConstDirectiveNode): SelectionSetNode {
  const fields = given.find(({ name }) => name.value === 'fields')?.value;
  const [operation] = parse(`{ ${fields?.kind === Kind.STRING ? fields.value : ''} }`).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new TypeError('a key without fields');
  return operation.selectionSet;
}

/** Whether everything that the key names has been told. */
export const isComplete = (key: SelectionSetNode, told: unknown): boolean =>
  every(key, told, (value, selectionSet) =>
    selectionSet ? isComplete(selectionSet, value) : value !== undefined,
  );

/** Whether a thing is the one that was told of. */
export const isEqual = (key: SelectionSetNode, told: unknown, thing: unknown): boolean =>
  isThing(thing) &&
  every(key, told, (value, selectionSet, field) =>
    selectionSet ? isEqual(selectionSet, value, thing[field]) : String(value) === String(thing[field]),
  );

function every(
  { selections }: SelectionSetNode,
  told: unknown,
  test: (value: unknown, selectionSet: SelectionSetNode | undefined, field: string) => boolean,
): boolean {
  return selections.every((selection) => {
    if (selection.kind !== Kind.FIELD || !isThing(told)) return false;
    const field = selection.name.value;
    return test(told[field], selection.selectionSet, field);
  });
}

/** A thing of one of the types that was told of in all of one of the keys. */
export function findByKey(
  things: readonly Thing[],
  types: ReadonlySet<string>,
  keys: readonly SelectionSetNode[],
  told: unknown,
): Thing | null {
  const key = keys.find((one) => isComplete(one, told));
  if (!key) throw new TypeError(`no key in ${JSON.stringify(told)}`);
  return things.find((thing) => types.has(thing.__typename) && isEqual(key, told, thing)) ?? null;
}

import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type InlineFragmentNode,
  Kind,
  print,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** A field of an entity that a fetch asks for. */
export interface AskedField {
  readonly type: string;
  readonly name: string;
  /** The `@skip` and `@include` on the way to it; '' for none. */
  readonly condition: string;
  /** Equal for the same field on the same condition. */
  readonly id: string;
}

/** Where in an operation a selection is. */
interface Place {
  readonly type: string;
  readonly condition: string;
}

const start: Place = { type: '', condition: '' };

/** What an operation over `_entities` asks of the entities themselves, not of what is below. */
export function entityFields(document: DocumentNode): AskedField[] {
  const set = entitySet(document);
  return set ? fieldsIn(set, start) : [];
}

function entitySet({ definitions }: DocumentNode): SelectionSetNode | undefined {
  const [operation] = definitions;
  const [entities] = operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections : [];
  return entities?.kind === Kind.FIELD ? entities.selectionSet : undefined;
}

function fieldsIn({ selections }: SelectionSetNode, place: Place): AskedField[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return isTypename(selection) ? [] : [askedField(selection, place)];
    return selection.kind === Kind.INLINE_FRAGMENT
      ? fieldsIn(selection.selectionSet, within(selection, place))
      : [];
  });
}

const isTypename = ({ name }: FieldNode): boolean => name.value === '__typename';

function askedField(
  { name: { value: name }, directives }: FieldNode,
  { type, condition: outer }: Place,
): AskedField {
  const condition = `${outer}${textOf(directives)}`;
  return { type, name, condition, id: `${type}.${name}${condition}` };
}

const within = ({ typeCondition, directives }: InlineFragmentNode, { type, condition }: Place): Place => ({
  type: typeCondition?.name.value ?? type,
  condition: `${condition}${textOf(directives)}`,
});

const textOf = (directives: readonly DirectiveNode[] | undefined): string =>
  (directives ?? []).map(print).join('');

/** The operation with some of these fields alone. */
export function keepFields(document: DocumentNode, ids: ReadonlySet<string>): DocumentNode {
  const [operation, ...others] = document.definitions;
  const [entities] = operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections : [];
  if (
    operation?.kind !== Kind.OPERATION_DEFINITION ||
    entities?.kind !== Kind.FIELD ||
    !entities.selectionSet
  )
    return document;
  const kept: FieldNode = { ...entities, selectionSet: keptIn(entities.selectionSet, start, ids) };
  const selectionSet = { ...operation.selectionSet, selections: [kept] };
  return { ...document, definitions: [{ ...operation, selectionSet }, ...others] };
}

function keptIn(set: SelectionSetNode, place: Place, ids: ReadonlySet<string>): SelectionSetNode {
  return { ...set, selections: set.selections.flatMap((selection) => keptOf(selection, place, ids)) };
}

function keptOf(selection: SelectionNode, place: Place, ids: ReadonlySet<string>): SelectionNode[] {
  if (selection.kind === Kind.FIELD)
    return isTypename(selection) || ids.has(askedField(selection, place).id) ? [selection] : [];
  if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection];
  const selectionSet = keptIn(selection.selectionSet, within(selection, place), ids);
  return selectionSet.selections.length === 0 ? [] : [{ ...selection, selectionSet }];
}

import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

/** Where fields are read from: one document, for one choice of what `@skip` and `@include` leave. */
export interface Selecting {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly conditions: ReadonlyMap<string, boolean>;
}

export type RecordType = GraphQLObjectType | GraphQLInterfaceType;

/** The fields that selections ask of a type, by response name and in the order of the document (§6.3.2). */
export function collectFields(
  selecting: Selecting,
  type: RecordType,
  selectionSets: readonly (SelectionSetNode | undefined)[],
): Map<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  for (const set of selectionSets) if (set) collect(selecting, type, set, fields);
  return fields;
}

function collect(
  selecting: Selecting,
  type: RecordType,
  { selections }: SelectionSetNode,
  fields: Map<string, FieldNode[]>,
): void {
  for (const selection of selections) {
    if (!isIncluded(selection.directives, selecting.conditions)) continue;
    if (selection.kind === Kind.FIELD) add(fields, selection);
    else {
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? fragmentOf(selecting, selection.name.value) : selection;
      const condition = fragment.typeCondition?.name.value;
      if (condition === undefined || applies(selecting.schema, condition, type))
        collect(selecting, type, fragment.selectionSet, fields);
    }
  }
}

function add(fields: Map<string, FieldNode[]>, node: FieldNode): void {
  const name = (node.alias ?? node.name).value;
  const known = fields.get(name);
  if (known) known.push(node);
  else fields.set(name, [node]);
}

function fragmentOf({ fragments }: Selecting, name: string): FragmentDefinitionNode {
  const fragment = fragments.get(name);
  if (!fragment) throw new TypeError(`the document has no fragment ${name}`);
  return fragment;
}

/** Whether a fragment with this type condition is about objects of a type. */
export function applies(schema: GraphQLSchema, condition: string, type: RecordType): boolean {
  if (condition === type.name) return true;
  const abstract = schema.getType(condition);
  return isAbstractType(abstract) && schema.isSubType(abstract, type);
}

/** `@skip` and `@include`, the values of their variables known. */
export function isIncluded(
  directives: readonly DirectiveNode[] | undefined,
  conditions: ReadonlyMap<string, boolean>,
): boolean {
  return (directives ?? []).every(({ name, arguments: given }) => {
    if (name.value !== 'skip' && name.value !== 'include') return true;
    const value = given?.find((argument) => argument.name.value === 'if')?.value;
    const isTrue =
      value?.kind === Kind.VARIABLE
        ? conditions.get(value.name.value)
        : value?.kind === Kind.BOOLEAN && value.value;
    return (isTrue ?? false) === (name.value === 'include');
  });
}

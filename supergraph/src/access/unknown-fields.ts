import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

export interface UnknownFieldsBounds {
  /** Documents with fewer fields are not looked at. */
  readonly atLeast: number;
  /** Looking ends there. */
  readonly most: number;
}

/**
 * Fields that their types do not have, in the words of graphql-js without what else was meant. In one pass over what is
 * written: nothing below such a field is looked at, and no fragment twice.
 */
export function findUnknownFields(
  schema: GraphQLSchema,
  document: DocumentNode,
  { atLeast, most }: UnknownFieldsBounds,
): readonly GraphQLError[] {
  if (!hasFields(document, atLeast)) return [];
  const search = new Search(schema, most);
  for (const definition of document.definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION)
      search.add(definition.selectionSet, schema.getRootType(definition.operation));
    else if (definition.kind === Kind.FRAGMENT_DEFINITION)
      search.add(definition.selectionSet, schema.getType(definition.typeCondition.name.value));
  return search.run();
}

type Named = GraphQLNamedType | null | undefined;

class Search {
  readonly #schema: GraphQLSchema;
  readonly #most: number;
  readonly #waiting: (readonly [SelectionSetNode, Named])[] = [];
  readonly #found: GraphQLError[] = [];

  constructor(schema: GraphQLSchema, most: number) {
    this.#schema = schema;
    this.#most = most;
  }

  add(set: SelectionSetNode, type: Named): void {
    this.#waiting.push([set, type]);
  }

  run(): readonly GraphQLError[] {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      this.#look(...next);
      if (this.#found.length >= this.#most) break;
    }
    return this.#found.slice(0, this.#most);
  }

  /** What is no object has no fields that could be asked of it in vain: other rules say what is wrong. */
  #look({ selections }: SelectionSetNode, type: Named): void {
    if (!type) return;
    for (const selection of selections)
      if (selection.kind === Kind.FIELD) this.#lookAt(selection, type);
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const { typeCondition, selectionSet } = selection;
        this.add(selectionSet, typeCondition ? this.#schema.getType(typeCondition.name.value) : type);
      }
  }

  #lookAt(field: FieldNode, type: GraphQLNamedType): void {
    const { name, selectionSet } = field;
    const isObject = isObjectType(type) || isInterfaceType(type);
    if (!isObject || name.value.startsWith('__')) return;
    const known = type.getFields()[name.value];
    if (known && selectionSet) this.add(selectionSet, getNamedType(known.type));
    if (known) return;
    const message = `Cannot query field "${name.value}" on type "${type.name}".`;
    this.#found.push(new GraphQLError(message, { nodes: field }));
  }
}

/** Whether so many are written, of which counting does not go on. */
function hasFields({ definitions }: DocumentNode, atLeast: number): boolean {
  const sets = definitions.flatMap((definition) =>
    'selectionSet' in definition ? definition.selectionSet : [],
  );
  let fields = 0;
  for (let set = sets.pop(); set && fields < atLeast; set = sets.pop()) {
    fields += set.selections.length;
    for (const selection of set.selections)
      if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet)
        sets.push(selection.selectionSet);
  }
  return fields >= atLeast;
}

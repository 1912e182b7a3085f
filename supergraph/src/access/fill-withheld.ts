import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FormattedExecutionResult,
  type FragmentDefinitionNode,
  getDirectiveValues,
  getNamedType,
  type GraphQLFormattedError,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  isAbstractType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { findDeferred } from './find-deferred.ts';
import type { Withheld } from './withhold.ts';

type Path = readonly (string | number)[];

export interface Fill {
  readonly schema: GraphQLSchema;
  /** What the client asked. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly withheld: Withheld;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly requestId: string;
  /** Told of each field that was withheld, and of the coordinate whose rule it is. */
  readonly onDenied?: ((path: Path, coordinate: string) => void) | undefined;
  /** The `@defer` of fragments that come later; absent: everything comes at once. */
  readonly later?: ReadonlySet<DirectiveNode> | undefined;
}

/** What a deferred fragment adds to an answer. */
export interface WithheldPart {
  /** Its `@defer`. */
  readonly directive: DirectiveNode;
  readonly path: Path;
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly GraphQLFormattedError[];
}

/** More would say nothing new. */
const maxErrors = 100;

/**
 * Makes of the answer to what was left the answer to what was asked: null with an error for each field that was
 * withheld, and null for what cannot be without it.
 */
export function fillWithheld(fill: Fill, result: FormattedExecutionResult): FormattedExecutionResult {
  const { data, errors = [] } = result;
  const root = fill.schema.getRootType(fill.operation.operation);
  if (!data || !root) return result;
  const filling = new Filling(fill);
  const filled = filling.object(data, root, [fill.operation.selectionSet], []);
  const all = [...errors, ...filling.errors];
  return { ...result, ...(all.length > 0 && { errors: all }), data: filled };
}

/** The same for a part that comes later. */
export function fillWithheldPart(fill: Fill, part: WithheldPart): WithheldPart {
  const { directive, path, data, errors } = part;
  const type = fill.schema.getType(String(data?.[fill.withheld.typeAlias]));
  const set = findDeferred(fill.document, directive);
  if (!data || !set || !isObjectType(type)) return part;
  const filling = new Filling(fill);
  const filled = filling.object(data, type, [set], path);
  return { ...part, data: filled, errors: [...errors, ...filling.errors] };
}

class Filling {
  readonly errors: GraphQLFormattedError[] = [];
  readonly #fill: Fill;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;

  constructor(fill: Fill) {
    this.#fill = fill;
    const fragments = fill.document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  object(
    data: Readonly<Record<string, unknown>>,
    type: GraphQLObjectType,
    sets: readonly SelectionSetNode[],
    path: Path,
  ): Record<string, unknown> | null {
    const filled: Record<string, unknown> = {};
    for (const [name, nodes] of this.#fieldsOf(sets, type)) {
      const definition = type.getFields()[nodes[0]?.name.value ?? ''];
      filled[name] = definition
        ? this.#field(data[name], definition.type, nodes, [...path, name])
        : data[name]; // of introspection
      if (filled[name] === null && definition && isNonNullType(definition.type)) return null;
    }
    return filled;
  }

  #field(value: unknown, type: GraphQLOutputType, nodes: readonly FieldNode[], path: Path): unknown {
    const seen = nodes.filter((node) => !this.#fill.withheld.fields.has(node));
    if (seen.length > 0) return this.#complete(value, type, setsOf(seen), path);
    this.#deny(path, nodes);
    return null;
  }

  #complete(value: unknown, type: GraphQLOutputType, sets: readonly SelectionSetNode[], path: Path): unknown {
    if (value === null || value === undefined) return null;
    if (isNonNullType(type)) return this.#complete(value, type.ofType, sets, path);
    if (isListType(type)) return this.#list(value, type.ofType, sets, path);
    if (sets.length === 0) return value;
    if (!isRecord(value)) return null;
    const runtime = this.#runtimeType(getNamedType(type).name, value);
    return runtime ? this.object(value, runtime, sets, path) : null;
  }

  #list(value: unknown, type: GraphQLOutputType, sets: readonly SelectionSetNode[], path: Path): unknown {
    if (!Array.isArray(value)) return null;
    const entries = value.map((entry: unknown, index) => this.#complete(entry, type, sets, [...path, index]));
    return isNonNullType(type) && entries.includes(null) ? null : entries;
  }

  #runtimeType(declared: string, value: Readonly<Record<string, unknown>>): GraphQLObjectType | null {
    const { schema, withheld } = this.#fill;
    const type = schema.getType(declared);
    const actual = isAbstractType(type) ? schema.getType(String(value[withheld.typeAlias])) : type;
    return isObjectType(actual) ? actual : null;
  }

  #deny(path: Path, [node]: readonly FieldNode[]): void {
    const coordinate = node && this.#fill.withheld.fields.get(node);
    if (coordinate !== undefined) this.#fill.onDenied?.(path, coordinate);
    if (this.errors.length >= maxErrors) return;
    const extensions = {
      code: 'UNAUTHORIZED_FIELD_OR_TYPE',
      retryable: false,
      requestId: this.#fill.requestId,
    };
    this.errors.push({ message: 'You may not see this field.', path, extensions });
  }

  /** As the specification's CollectFields. */
  #fieldsOf(sets: readonly SelectionSetNode[], type: GraphQLObjectType): Map<string, FieldNode[]> {
    const fields = new Map<string, FieldNode[]>();
    for (const { selections } of sets)
      for (const selection of selections) this.#collect(selection, type, fields);
    return fields;
  }

  #collect(
    selection: SelectionSetNode['selections'][number],
    type: GraphQLObjectType,
    fields: Map<string, FieldNode[]>,
  ): void {
    const variables = { ...this.#fill.variables };
    if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.['if'] === true) return;
    if (getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.['if'] === false) return;
    if (selection.directives?.some((directive) => this.#fill.later?.has(directive))) return;
    if (selection.kind === Kind.FIELD) {
      const name = selection.alias?.value ?? selection.name.value;
      fields.set(name, [...(fields.get(name) ?? []), selection]);
      return;
    }
    const fragment =
      selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
    if (!fragment || !this.#applies(fragment.typeCondition?.name.value, type)) return;
    for (const inner of fragment.selectionSet.selections) this.#collect(inner, type, fields);
  }

  #applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const conditional = this.#fill.schema.getType(condition);
    return isAbstractType(conditional) && this.#fill.schema.isSubType(conditional, type);
  }
}

const setsOf = (nodes: readonly FieldNode[]): SelectionSetNode[] =>
  nodes.flatMap(({ selectionSet }) => selectionSet ?? []);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionSetNode,
} from 'graphql';

/** Fields of one document that are looked at, with all fragments expanded; beyond it nothing more is said. */
const maxVisited = 10_000;

/**
 * How often fields are compared with each other when a document is validated: every pair of one name in selections
 * that are merged into one place of an answer. Four hundred times the same field are 2,000 tokens, and 80,000 pairs.
 * All that is written is validated, also what is never run.
 *
 * @param most - counting ends beyond it
 * @returns Infinity for what expands without an end, or as good as
 */
export function countComparisons(document: DocumentNode, most: number): number {
  const counting = new Counting(document, most);
  for (const definition of document.definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION) counting.add(definition.selectionSet);
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) counting.addUnused(definition);
  return counting.count;
}

class Counting {
  count = 0;
  readonly #most: number;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #used = new Set<string>();
  #visited = 0;

  constructor({ definitions }: DocumentNode, most: number) {
    this.#most = most;
    const fragments = definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  add(set: SelectionSetNode): void {
    const places: SelectionSetNode[][] = [[set]];
    for (let place = places.pop(); place && this.count <= this.#most; place = places.pop())
      for (const fields of this.#fieldsIn(place)) {
        this.#visit(fields.length);
        this.count += (fields.length * (fields.length - 1)) / 2;
        const below = fields.flatMap(({ selectionSet }) => selectionSet ?? []);
        if (below.length > 0) places.push(below);
      }
  }

  addUnused({ name, selectionSet }: FragmentDefinitionNode): void {
    if (!this.#used.has(name.value)) this.add(selectionSet);
  }

  #visit(fields: number): void {
    this.#visited += fields;
    if (this.#visited > maxVisited) this.count = Infinity;
  }

  /** By what they are called in the answer. A fragment that is spread twice in one place is compared once. */
  #fieldsIn(sets: readonly SelectionSetNode[]): Iterable<readonly FieldNode[]> {
    const fields = new Map<string, FieldNode[]>();
    const spread = new Set<string>();
    const waiting = [...sets];
    for (let set = waiting.pop(); set; set = waiting.pop())
      for (const selection of set.selections) {
        if (selection.kind === Kind.FIELD) addTo(fields, selection);
        else if (selection.kind === Kind.INLINE_FRAGMENT) waiting.push(selection.selectionSet);
        else if (!spread.has(selection.name.value)) {
          spread.add(selection.name.value);
          waiting.push(...this.#setOf(selection.name.value));
        }
      }
    return fields.values();
  }

  #setOf(fragment: string): readonly SelectionSetNode[] {
    this.#visit(1);
    this.#used.add(fragment);
    const definition = this.#fragments.get(fragment);
    return definition ? [definition.selectionSet] : [];
  }
}

function addTo(fields: Map<string, FieldNode[]>, field: FieldNode): void {
  const name = field.alias?.value ?? field.name.value;
  const known = fields.get(name);
  if (known) known.push(field);
  else fields.set(name, [field]);
}

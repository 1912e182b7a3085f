import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { OperationLimits } from './operation-limits.ts';

/** What is known of a document once it is parsed. */
export type DocumentSize = Omit<
  OperationLimits,
  'characters' | 'tokens' | 'comparisons' | 'nesting' | 'nameCharacters' | 'lines'
>;

interface Extent {
  readonly depth: number;
  readonly introspectionDepth: number;
  readonly selections: number;
}

const nothing: Extent = { depth: 0, introspectionDepth: 0, selections: 0 };
const introspectionFields = new Set(['__schema', '__type']);

/**
 * Measures what an operation expands to. Each fragment is measured once, so the time is linear in
 * the document however large the expansion; a fragment that contains itself counts once here and
 * is refused by validation.
 */
export function measureDocument(document: DocumentNode, operation: OperationDefinitionNode): DocumentSize {
  const measure = new Measurement(document);
  return {
    ...measure.extentOf(operation.selectionSet),
    rootFields: measure.rootFieldsOf(operation.selectionSet),
    ...countAsWritten(document),
  };
}

function countAsWritten(document: DocumentNode): Pick<DocumentSize, 'aliases' | 'directives'> {
  let aliases = 0;
  let directives = 0;
  visit(document, {
    Field: ({ alias }) => void (aliases += alias ? 1 : 0),
    Directive: () => void (directives += 1),
  });
  return { aliases, directives };
}

class Measurement {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #extents = new Map<string, Extent>();
  readonly #rootFields = new Map<string, number>();

  constructor({ definitions }: DocumentNode) {
    const fragments = definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  extentOf({ selections }: SelectionSetNode): Extent {
    return selections.map((selection) => this.#selectionExtent(selection)).reduce(sideBySide, nothing);
  }

  rootFieldsOf({ selections }: SelectionSetNode): number {
    let count = 0;
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) count += 1;
      else if (selection.kind === Kind.INLINE_FRAGMENT) count += this.rootFieldsOf(selection.selectionSet);
      else count += this.#once(this.#rootFields, selection.name.value, 0, (set) => this.rootFieldsOf(set));
    }
    return count;
  }

  #selectionExtent(selection: SelectionSetNode['selections'][number]): Extent {
    if (selection.kind === Kind.INLINE_FRAGMENT) return this.extentOf(selection.selectionSet);
    if (selection.kind === Kind.FRAGMENT_SPREAD)
      return this.#once(this.#extents, selection.name.value, nothing, (set) => this.extentOf(set));
    const below = selection.selectionSet ? this.extentOf(selection.selectionSet) : nothing;
    const { depth, introspectionDepth, selections } = below;
    if (introspectionFields.has(selection.name.value))
      return { depth: 0, introspectionDepth: depth + 1, selections: selections + 1 };
    return { depth: depth + 1, introspectionDepth, selections: selections + 1 };
  }

  #once<Value>(
    known: Map<string, Value>,
    name: string,
    whileOpen: Value,
    measure: (set: SelectionSetNode) => Value,
  ): Value {
    const measured = known.get(name);
    if (measured !== undefined) return measured;
    const fragment = this.#fragments.get(name);
    known.set(name, whileOpen);
    const value = fragment ? measure(fragment.selectionSet) : whileOpen;
    known.set(name, value);
    return value;
  }
}

const sideBySide = (left: Extent, right: Extent): Extent => ({
  depth: Math.max(left.depth, right.depth),
  introspectionDepth: Math.max(left.introspectionDepth, right.introspectionDepth),
  selections: left.selections + right.selections,
});

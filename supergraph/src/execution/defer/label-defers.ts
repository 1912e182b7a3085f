import {
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type InlineFragmentNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** One place of an operation where a client lets a part come later. */
export interface Defer {
  /** As the client's document has it: the same for each spread of the fragment around it. */
  readonly directive: DirectiveNode;
  /** The client's own; absent: none. */
  readonly label: string | undefined;
}

/** One operation with its fragments spread, in which every `@defer` that counts has a label of its own. */
export interface LabelledOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** By the label in `document`, in its order. */
  readonly defers: ReadonlyMap<string, Defer>;
}

export const isDefer = ({ name }: DirectiveNode): boolean => name.value === 'defer';

/**
 * The planner knows deferred parts by their labels, and takes a fragment that is spread twice for one part. So
 * each gets a label here, and what is not deferred for these variables loses its `@defer`. What has a type or
 * conditions is deferred by a fragment of its own within it: `... on T { ... @defer { } }`. Of `... on T @defer` the
 * planner keeps the wrong type, and gives up where `T` is an interface.
 *
 * @param variables - coerced, with defaults
 */
export function labelDefers(
  { definitions }: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): LabelledOperation {
  const fragments = definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  const labelling = new Labelling(fragments, variables);
  const labelled = { ...operation, selectionSet: labelling.set(operation.selectionSet) };
  const document = { kind: Kind.DOCUMENT, definitions: [labelled] } as const;
  return { document, operation: labelled, defers: labelling.defers };
}

class Labelling {
  readonly defers = new Map<string, Defer>();
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #variables: Readonly<Record<string, unknown>>;

  constructor(fragments: readonly FragmentDefinitionNode[], variables: Readonly<Record<string, unknown>>) {
    this.#fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
    this.#variables = variables;
  }

  set(set: SelectionSetNode): SelectionSetNode {
    return { ...set, selections: set.selections.map((selection) => this.#selection(selection)) };
  }

  #selection(selection: SelectionNode): SelectionNode {
    if (selection.kind !== Kind.FIELD) return this.#fragment(selection);
    const { selectionSet } = selection;
    return selectionSet ? { ...selection, selectionSet: this.set(selectionSet) } : selection;
  }

  #fragment(selection: Exclude<SelectionNode, { kind: Kind.FIELD }>): InlineFragmentNode {
    const spread = selection.kind === Kind.FRAGMENT_SPREAD ? this.#named(selection.name.value) : selection;
    const { typeCondition, selectionSet } = spread;
    const { directives = [] } = selection;
    const conditions = directives.filter((directive) => !isDefer(directive));
    // Labelled from the outside in, so that the labels are in the order of the document.
    const labels = directives.filter(isDefer).flatMap((directive) => this.#labelOf(directive));
    const inner = this.set(selectionSet);
    const isBare = !typeCondition && conditions.length === 0 && labels.length > 0;
    if (isBare) return fragmentOf(labels, inner);
    const set = labels.length > 0 ? setOf(fragmentOf(labels, inner)) : inner;
    return { ...fragmentOf(conditions, set), ...(typeCondition ? { typeCondition } : {}) };
  }

  #named(name: string): FragmentDefinitionNode {
    const fragment = this.#fragments.get(name);
    if (!fragment) throw new TypeError(`the document has no fragment ${name}`);
    return fragment;
  }

  /** Nothing where it is not deferred for these variables. */
  #labelOf(directive: DirectiveNode): DirectiveNode[] {
    if (!this.#isActive(directive)) return [];
    const label = `part${this.defers.size}`;
    this.defers.set(label, { directive, label: clientLabelOf(directive) });
    return [deferLabelled(label)];
  }

  #isActive(directive: DirectiveNode): boolean {
    const value = valueOf(directive, 'if');
    if (value?.kind === Kind.VARIABLE) return this.#variables[value.name.value] === true;
    return value?.kind !== Kind.BOOLEAN || value.value;
  }
}

const setOf = (selection: SelectionNode): SelectionSetNode => ({
  kind: Kind.SELECTION_SET,
  selections: [selection],
});

export const fragmentOf = (
  directives: readonly DirectiveNode[],
  selectionSet: SelectionSetNode,
): InlineFragmentNode => ({ kind: Kind.INLINE_FRAGMENT, directives, selectionSet });

/** `@defer(label:)` */
export function deferLabelled(label: string): DirectiveNode {
  const value = { kind: Kind.STRING, value: label } as const;
  const argument = { kind: Kind.ARGUMENT, name: nameOf('label'), value } as const;
  return { kind: Kind.DIRECTIVE, name: nameOf('defer'), arguments: [argument] };
}

const nameOf = (value: string) => ({ kind: Kind.NAME, value }) as const;

function clientLabelOf(directive: DirectiveNode): string | undefined {
  const value = valueOf(directive, 'label');
  return value?.kind === Kind.STRING ? value.value : undefined;
}

/** The value of an argument as it is written. */
export const valueOf = ({ arguments: given = [] }: DirectiveNode, name: string) =>
  given.find((argument) => argument.name.value === name)?.value;

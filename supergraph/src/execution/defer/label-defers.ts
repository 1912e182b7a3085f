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
 * each gets a label here, and what is not deferred for these variables loses its `@defer`.
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
    // Labelled from the outside in, so that the labels are in the order of the document.
    const directives = (selection.directives ?? []).flatMap((directive) => this.#directive(directive));
    return {
      kind: Kind.INLINE_FRAGMENT,
      ...(typeCondition ? { typeCondition } : {}),
      directives,
      selectionSet: this.set(selectionSet),
    };
  }

  #named(name: string): FragmentDefinitionNode {
    const fragment = this.#fragments.get(name);
    if (!fragment) throw new TypeError(`the document has no fragment ${name}`);
    return fragment;
  }

  #directive(directive: DirectiveNode): DirectiveNode[] {
    if (!isDefer(directive)) return [directive];
    if (!this.#isActive(directive)) return [];
    const label = `part${this.defers.size}`;
    this.defers.set(label, { directive, label: clientLabelOf(directive) });
    const value = { kind: Kind.STRING, value: label } as const;
    const argument = { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: 'label' }, value } as const;
    return [{ kind: Kind.DIRECTIVE, name: directive.name, arguments: [argument] }];
  }

  #isActive(directive: DirectiveNode): boolean {
    const value = valueOf(directive, 'if');
    if (value?.kind === Kind.VARIABLE) return this.#variables[value.name.value] === true;
    return value?.kind !== Kind.BOOLEAN || value.value;
  }
}

function clientLabelOf(directive: DirectiveNode): string | undefined {
  const value = valueOf(directive, 'label');
  return value?.kind === Kind.STRING ? value.value : undefined;
}

/** The value of an argument as it is written. */
export const valueOf = ({ arguments: given = [] }: DirectiveNode, name: string) =>
  given.find((argument) => argument.name.value === name)?.value;

import {
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  OperationTypeNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { isDefer, valueOf } from '../execution/defer/label-defers.ts';
import { maxDeferredFragments } from '../limits/operation-limits.ts';

/** Why a document may not be executed. */
export interface DeferFault {
  /** True where less would be allowed. */
  readonly limit: boolean;
  readonly message: string;
}

/** What is wrong with the `@defer` of a valid document; null: nothing, as where it has none. */
export function findDeferFault(document: DocumentNode): DeferFault | null {
  const defers = defersIn(document);
  if (defers.length === 0) return null;
  const message = labelFault(defers);
  if (message !== null) return { limit: false, message };
  const counting = new Counting(document);
  for (const definition of document.definitions) {
    const fault = definition.kind === Kind.OPERATION_DEFINITION ? operationFault(definition, counting) : null;
    if (fault) return fault;
  }
  return null;
}

function defersIn(document: DocumentNode): DirectiveNode[] {
  const found: DirectiveNode[] = [];
  visit(document, {
    Directive: (directive) => {
      if (isDefer(directive)) found.push(directive);
    },
  });
  return found;
}

/** Clients tell parts by their labels. */
function labelFault(defers: readonly DirectiveNode[]): string | null {
  const labels = defers.flatMap((directive) => valueOf(directive, 'label') ?? []);
  if (labels.some(({ kind }) => kind === Kind.VARIABLE)) return 'The label of `@defer` must be written out.';
  const texts = labels.flatMap((label) => (label.kind === Kind.STRING ? [label.value] : []));
  return new Set(texts).size < texts.length ? 'Labels of `@defer` must differ.' : null;
}

function operationFault(
  { operation, selectionSet }: OperationDefinitionNode,
  counting: Counting,
): DeferFault | null {
  const count = counting.all(selectionSet);
  if (count > maxDeferredFragments)
    return { limit: true, message: `The operation defers more than ${maxDeferredFragments} fragments.` };
  if (operation === OperationTypeNode.SUBSCRIPTION && count > 0)
    return { limit: false, message: 'Nothing of a subscription can be deferred.' };
  if (operation === OperationTypeNode.MUTATION && counting.atRoot(selectionSet) > 0)
    return { limit: false, message: 'A mutation itself cannot be deferred; what it returns can.' };
  return null;
}

/** Counts deferred fragments as often as they are spread, each fragment once. */
class Counting {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #known = new Map<string, number>();

  constructor({ definitions }: DocumentNode) {
    const fragments = definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  all({ selections }: SelectionSetNode): number {
    let count = 0;
    for (const selection of selections) {
      count += this.#own(selection);
      if (selection.kind === Kind.FRAGMENT_SPREAD) count += this.#spread(selection.name.value);
      else if (selection.selectionSet) count += this.all(selection.selectionSet);
    }
    return count;
  }

  /** Those whose fields would be fields of the root type. */
  atRoot({ selections }: SelectionSetNode): number {
    let count = 0;
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) continue;
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
      count += this.#own(selection) + (fragment ? this.atRoot(fragment.selectionSet) : 0);
    }
    return count;
  }

  #spread(name: string): number {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const fragment = this.#fragments.get(name);
    const count = fragment ? this.all(fragment.selectionSet) : 0;
    this.#known.set(name, count);
    return count;
  }

  #own({ directives = [] }: SelectionSetNode['selections'][number]): number {
    return directives.filter((directive) => isDefer(directive) && !isNever(directive)).length;
  }
}

function isNever(directive: DirectiveNode): boolean {
  const condition = valueOf(directive, 'if');
  return condition?.kind === Kind.BOOLEAN && !condition.value;
}

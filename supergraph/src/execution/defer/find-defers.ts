import { type DocumentNode, Kind, type OperationDefinitionNode, visit } from 'graphql';
import { isDefer, labelDefers, type LabelledOperation, valueOf } from './label-defers.ts';

/** Choices of `@defer(if:)` of one operation: each is planned on its own, and paid for once with the document. */
const maxVariants = 16;

/** The `@defer` of one operation: which variables decide, and what was made of it for their values. */
interface Deferral {
  readonly variables: readonly string[];
  readonly variants: Map<string, LabelledOperation>;
}

/** Finds what of an operation is deferred; an operation is looked through once. */
export class DeferFinder {
  readonly #known = new WeakMap<OperationDefinitionNode, Deferral | null>();

  /**
   * @param variables - coerced, with defaults
   * @returns the same object for the same choice; null where nothing is deferred, and of further choices than are kept
   */
  find(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
  ): LabelledOperation | null {
    const deferral = this.#deferralOf(document, operation);
    if (!deferral) return null;
    const labelled = variantOf(deferral, document, operation, variables);
    return labelled?.defers.size ? labelled : null;
  }

  #deferralOf(document: DocumentNode, operation: OperationDefinitionNode): Deferral | null {
    const known = this.#known.get(operation);
    if (known !== undefined) return known;
    const deferral = readDeferral(document);
    this.#known.set(operation, deferral);
    return deferral;
  }
}

function readDeferral(document: DocumentNode): Deferral | null {
  let isDeferring = false;
  const variables = new Set<string>();
  visit(document, {
    Directive: (directive) => {
      if (!isDefer(directive)) return;
      isDeferring = true;
      const condition = valueOf(directive, 'if');
      if (condition?.kind === Kind.VARIABLE) variables.add(condition.name.value);
    },
  });
  return isDeferring ? { variables: [...variables], variants: new Map() } : null;
}

function variantOf(
  { variables: names, variants }: Deferral,
  ...[document, operation, variables]: Parameters<typeof labelDefers>
): LabelledOperation | null {
  const key = names.map((name) => Number(variables[name] === true)).join('');
  const known = variants.get(key);
  if (known) return known;
  if (variants.size >= maxVariants) return null;
  const labelled = labelDefers(document, operation, variables);
  variants.set(key, labelled);
  return labelled;
}

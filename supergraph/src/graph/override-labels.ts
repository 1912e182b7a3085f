import { type ConstDirectiveNode, type DocumentNode, parse, visit } from 'graphql';
import { textOf } from './join-directives.ts';

/** By label, whether a field has gone over to the subgraph that says `@override(from:, label:)`. */
export type OverrideConditions = ReadonlyMap<string, boolean>;

/**
 * Decides for each operation anew which subgraph answers for a field that is on its way from one to another. Of
 * `percent(20)` a fifth of all operations are true. An operation for which `percent(5)` is true is among those for
 * which `percent(20)` is: so there is one plan more for each percentage, and not for each choice of them. What other
 * labels mean nobody tells us: they are false, and the field stays where it was, unless they are turned on.
 */
export class OverrideLabels {
  /** One for each choice; the first is of those operations for which most is as before. */
  readonly choices: readonly OverrideConditions[];
  /** Ascending. */
  readonly #percents: readonly number[];

  /** @param turnedOn - other labels that are true */
  constructor(supergraphSdl: string, turnedOn: ReadonlySet<string> = new Set()) {
    const labels = supergraphSdl.includes('overrideLabel')
      ? labelsIn(parse(supergraphSdl))
      : new Set<string>();
    const percents = new Set([...labels].map(percentOf).filter((percent) => percent !== null));
    this.#percents = [...percents].sort((one, other) => one - other);
    const conditionsFrom = (least: number): OverrideConditions =>
      new Map(
        [...labels].map((label) => [label, (percentOf(label) ?? (turnedOn.has(label) ? 101 : -1)) >= least]),
      );
    this.choices = [...this.#percents, 101].map(conditionsFrom).toReversed();
  }

  /**
   * @param random - from 0 to below 1
   * @returns an index of {@link choices}
   */
  choose(random: number): number {
    return this.#percents.filter((percent) => random * 100 < percent).length;
  }
}

/** Null for a label of another kind. */
function percentOf(label: string): number | null {
  const [, digits] = /^percent\((\d{1,3}(?:\.\d{1,8})?)\)$/.exec(label) ?? [];
  return digits === undefined ? null : Number(digits);
}

function labelsIn(supergraph: DocumentNode): ReadonlySet<string> {
  const labels = new Set<string>();
  const read = (directive: ConstDirectiveNode): void => {
    const label = directive.name.value === 'join__field' ? textOf(directive, 'overrideLabel') : null;
    if (label !== null) labels.add(label);
  };
  visit(supergraph, { FieldDefinition: ({ directives }) => directives?.forEach(read) });
  return labels;
}

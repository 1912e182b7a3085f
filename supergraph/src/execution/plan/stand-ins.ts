import { type ArgumentNode, Kind, parse, print, stripIgnoredCharacters, visit } from 'graphql';

/** A field with arguments, as `@requires` names it. */
export interface StoodFor {
  readonly field: string;
  readonly arguments: readonly ArgumentNode[];
}

/**
 * The planner takes a field for the same whatever its arguments. Each field that `@requires` names with
 * arguments therefore has a stand-in in what the planner reads: a field without arguments, for one use of it.
 */
export interface StandIns {
  /** By the name of the stand-in. */
  readonly standsFor: ReadonlyMap<string, StoodFor>;
  /**
   * By subgraph and `Type.field`, what the field requires: paths as the subgraph knows them, and as the plan
   * does, e.g. `price` and `price__with1`.
   */
  readonly required: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** What the subgraph calls it. */
export const nameInSubgraph = ({ standsFor }: StandIns, name: string): string =>
  standsFor.get(name)?.field ?? name;

/** An operation of the plan with what its stand-ins stand for, under the names of the stand-ins. */
export function withArguments({ standsFor }: StandIns, operation: string): string {
  if (standsFor.size === 0) return operation;
  const document = visit(parse(operation, { noLocation: true }), {
    Field: (field) => {
      const stoodFor = standsFor.get(field.name.value);
      if (!stoodFor) return undefined;
      const name = { kind: Kind.NAME, value: stoodFor.field } as const;
      return { ...field, alias: field.alias ?? field.name, name, arguments: stoodFor.arguments };
    },
  });
  return stripIgnoredCharacters(print(document));
}

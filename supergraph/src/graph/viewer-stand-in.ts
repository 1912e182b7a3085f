import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { type FieldNode, Kind, parse, type SelectionSetNode } from 'graphql';

/**
 * Every subgraph can say who asks (`Query.me` is shareable), and the plan takes one of them for it.
 * When that one is away, we say it ourselves: the viewer's id is in the token, and the others' part of
 * `me` needs nothing else. Null when the fetch does not ask for `me`.
 *
 * @param query - what the subgraph was asked, response names included
 */
export function standInForViewer(query: string, viewer: Viewer | null): Record<string, unknown> | null {
  const [operation] = parse(query, { noLocation: true }).definitions;
  if (!viewer || operation?.kind !== Kind.OPERATION_DEFINITION || operation.operation !== 'query')
    return null;
  const fields = fieldsOf(operation.selectionSet).filter(({ name }) => name.value === 'me');
  if (fields.length === 0) return null;
  return Object.fromEntries(fields.map((field) => [responseName(field), whoAsks(field, viewer.memberId)]));
}

function whoAsks({ selectionSet }: FieldNode, id: string): Record<string, unknown> {
  const known = new Map([
    ['id', id],
    ['__typename', 'Viewer'],
  ]);
  return Object.fromEntries(
    fieldsOf(selectionSet).flatMap((field) => {
      const value = known.get(field.name.value);
      return value === undefined ? [] : [[responseName(field), value]];
    }),
  );
}

const fieldsOf = (selectionSet: SelectionSetNode | undefined): FieldNode[] =>
  selectionSet?.selections.filter((selection) => selection.kind === Kind.FIELD) ?? [];

const responseName = ({ alias, name }: FieldNode): string => alias?.value ?? name.value;

import { type ConstDirectiveNode, type DocumentNode, Kind } from 'graphql';
import type { EntityKeys } from '../execution/plan/entity-keys.ts';
import { graphOf, isKey, isUnresolvable, readFieldSet, subgraphNames, textOf } from './join-directives.ts';

/** The keys by which subgraphs find entities, as a supergraph says. */
export function entityKeys(supergraph: DocumentNode): EntityKeys {
  const names = subgraphNames(supergraph);
  const keys = new Map<string, ReadonlySet<string>[]>();
  for (const node of supergraph.definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const directive of node.directives ?? []) {
      if (!isKey(directive) || isUnresolvable(directive)) continue;
      const name = `${names.get(graphOf(directive)) ?? ''} ${node.name.value}`;
      keys.set(name, [...(keys.get(name) ?? []), fieldsOf(directive)]);
    }
  }
  return keys;
}

function fieldsOf(directive: ConstDirectiveNode): ReadonlySet<string> {
  const { selections } = readFieldSet(textOf(directive, 'key') ?? '');
  return new Set(
    selections.flatMap((selection) => (selection.kind === Kind.FIELD ? [selection.name.value] : [])),
  );
}

import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { type DocumentNode, Kind, parse, type SelectionSetNode } from 'graphql';
import { fieldsOf, levelsOf } from './contexts.ts';

type Names = readonly string[];

/** A fetch, and by the names of fields where in the answer it belongs. */
interface Placed {
  readonly fetch: FetchNode;
  readonly path: Names;
}

/** Whether any argument of a plan comes from a context. */
export function hasContexts(node: PlanNode): boolean {
  return placedIn(node, [], true).some(({ fetch }) => (fetch.contextRewrites ?? []).length > 0);
}

/**
 * The planner forgets sometimes that a fetch needs what another one brings for its contexts, and has both run side
 * by side. Here the one comes after the other.
 */
export function orderByContexts(node: PlanNode, path: Names = []): PlanNode {
  switch (node.kind) {
    case 'Fetch':
    case 'Defer':
      return node;
    case 'Flatten':
      return { ...node, node: orderByContexts(node.node, [...path, ...namesIn(node.path)]) };
    case 'Condition': {
      const { ifClause, elseClause } = node;
      return {
        ...node,
        ...(ifClause && { ifClause: orderByContexts(ifClause, path) }),
        ...(elseClause && { elseClause: orderByContexts(elseClause, path) }),
      };
    }
    case 'Sequence':
      return { ...node, nodes: node.nodes.map((child) => orderByContexts(child, path)) };
    case 'Parallel':
      return inTurns(
        node.nodes.map((child) => orderByContexts(child, path)),
        path,
      );
  }
}

const namesIn = (path: readonly (string | number)[]): string[] =>
  path.map((element) => String(element).split('|')[0] ?? '').filter((name) => name !== '@' && name !== '');

/** Each turn after those that it needs; where they need each other there is no right order. */
function inTurns(nodes: readonly PlanNode[], path: Names): PlanNode {
  const all = nodes.map((node) => ({ node, placed: placedIn(node, path, false) }));
  const turns: PlanNode[] = [];
  let left = all;
  while (left.length > 0) {
    const ready = left.filter(
      (one) => !left.some((other) => other !== one && needs(one.placed, other.placed)),
    );
    const turn = ready.length > 0 ? ready : left;
    turns.push(parallel(turn.map(({ node }) => node)));
    left = left.filter((one) => !turn.includes(one));
  }
  const [only] = turns;
  return turns.length === 1 && only ? only : { kind: 'Sequence', nodes: turns };
}

function parallel(nodes: PlanNode[]): PlanNode {
  const [only] = nodes;
  return nodes.length === 1 && only ? only : { kind: 'Parallel', nodes };
}

function placedIn(node: PlanNode, path: Names, isDeferredToo: boolean): Placed[] {
  const within = (child: PlanNode | undefined): Placed[] =>
    child ? placedIn(child, path, isDeferredToo) : [];
  switch (node.kind) {
    case 'Fetch':
      return [{ fetch: node, path }];
    case 'Flatten':
      return placedIn(node.node, [...path, ...namesIn(node.path)], isDeferredToo);
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap(within);
    case 'Condition':
      return [...within(node.ifClause), ...within(node.elseClause)];
    case 'Defer':
      return isDeferredToo
        ? [...within(node.primary.node), ...node.deferred.flatMap((part) => within(part.node))]
        : [];
  }
}

/** Whether something of the contexts of some fetches comes from others, and not from these themselves. */
function needs(some: readonly Placed[], others: readonly Placed[]): boolean {
  return some
    .flatMap(valuesNeededBy)
    .some((value) => others.some((other) => brings(other, value)) && !some.some((one) => brings(one, value)));
}

/** The places in the answer of what a fetch is told from contexts. */
const valuesNeededBy = ({ fetch: { contextRewrites = [] }, path }: Placed): Names[] =>
  contextRewrites.map((rewrite) => [...path.slice(0, path.length - levelsOf(rewrite)), ...fieldsOf(rewrite)]);

function brings({ fetch, path }: Placed, value: Names): boolean {
  if (path.length >= value.length || !path.every((name, index) => name === value[index])) return false;
  return selects(parse(fetch.operation, { noLocation: true }), fetch, value.slice(path.length));
}

function selects(document: DocumentNode, { requires }: FetchNode, path: Names): boolean {
  const [operation] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return false;
  return selectsIn(operation.selectionSet, requires ? ['_entities', ...path] : path);
}

function selectsIn({ selections }: SelectionSetNode, [name, ...rest]: Names): boolean {
  return selections.some((selection): boolean => {
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return selectsIn(selection.selectionSet, name === undefined ? [] : [name, ...rest]);
    if (selection.kind !== Kind.FIELD || (selection.alias ?? selection.name).value !== name) return false;
    return (
      rest.length === 0 || (selection.selectionSet !== undefined && selectsIn(selection.selectionSet, rest))
    );
  });
}

import {
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  stripIgnoredCharacters,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import type { SubgraphRequest } from './compiled-plan.ts';
import type { Contexts } from './contexts.ts';

type Names = ReadonlySet<string>;

/** What a variable, and what the entities, are called in one of several turns. */
export const nameIn = (turn: number, name: string): string => `${name}_${turn}`;
export const aliasIn = (turn: number): string => nameIn(turn, '');

export const unknownNames = (contexts: Contexts): string[] =>
  Object.keys(contexts).filter((name) => contexts[name] === undefined);

/** The same texts again and again: whoever is asked may know them. */
const known = new WeakMap<SubgraphRequest, Map<string, SubgraphRequest>>();

/**
 * An operation over `_entities` that asks the same for several lists of them, each with variables of its own; what
 * needs an argument that is not known is left out.
 *
 * @param contexts - of each of these lists the same are unknown
 */
export function contextualRequest(
  request: SubgraphRequest,
  contexts: Contexts,
  count: number,
): SubgraphRequest {
  const unknown = unknownNames(contexts);
  const key = [count, ...unknown].join(' ');
  const written = known.get(request) ?? new Map<string, SubgraphRequest>();
  known.set(request, written);
  const before = written.get(key);
  if (before) return before;
  const names = new Set([...Object.keys(contexts), 'representations']);
  const document = parse(request.query, { noLocation: true });
  const query = severalTimes(
    unknown.length > 0 ? without(document, new Set(unknown)) : document,
    names,
    count,
  );
  const next = { ...request, query: stripIgnoredCharacters(print(query)) };
  written.set(key, next);
  return next;
}

function severalTimes(document: DocumentNode, names: Names, count: number): DocumentNode {
  const turns = Array.from({ length: count }, (_, turn) => turn);
  return visit(document, {
    OperationDefinition: (node): OperationDefinitionNode => ({
      ...node,
      variableDefinitions: (node.variableDefinitions ?? []).flatMap((one) =>
        names.has(one.variable.name.value) ? turns.map((turn) => inTurn(one, names, turn)) : [one],
      ),
      selectionSet: {
        ...node.selectionSet,
        selections: node.selectionSet.selections.flatMap((selection): readonly SelectionNode[] =>
          selection.kind === Kind.FIELD ? turns.map((turn) => aliased(selection, names, turn)) : [selection],
        ),
      },
    }),
  });
}

const aliased = (field: FieldNode, names: Names, turn: number): FieldNode => ({
  ...inTurn(field, names, turn),
  alias: { kind: Kind.NAME, value: aliasIn(turn) },
});

function inTurn<Node extends FieldNode | VariableDefinitionNode>(
  node: Node,
  names: Names,
  turn: number,
): Node {
  return visit(node, {
    Variable: ({ kind, name }) =>
      names.has(name.value)
        ? { kind, name: { kind: Kind.NAME, value: nameIn(turn, name.value) } }
        : undefined,
  });
}

/** Objects are still asked for below which nothing is left: whether they are there is an answer too. */
function without(document: DocumentNode, unknown: Names): DocumentNode {
  const left = visit(document, {
    Field: {
      enter: (field) => ((field.arguments ?? []).some((one) => uses(one, unknown)) ? null : undefined),
    },
    SelectionSet: {
      leave: (set): SelectionSetNode | undefined =>
        set.selections.length === 0 ? { ...set, selections: [typename] } : undefined,
    },
  });
  return visit(left, {
    OperationDefinition: (node): OperationDefinitionNode => ({
      ...node,
      variableDefinitions: (node.variableDefinitions ?? []).filter(({ variable }) =>
        uses({ ...node, variableDefinitions: [] }, new Set([variable.name.value])),
      ),
    }),
  });
}

const typename: SelectionNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

function uses(node: ASTNode, names: Names): boolean {
  let isUsed = false;
  visit(node, { Variable: ({ name }) => void (isUsed ||= names.has(name.value)) });
  return isUsed;
}

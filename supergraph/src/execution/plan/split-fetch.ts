import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { type DocumentNode, parse, print, stripIgnoredCharacters, visit } from 'graphql';
import { type AskedField, entityFields, keepFields } from './entity-fields.ts';
import type { PlanContext } from './plan-context.ts';

/** Paths of inputs, as the subgraph knows them, and as the plan does. */
type Inputs = ReadonlyMap<string, string>;

const noInputs: Inputs = new Map();

/**
 * Makes several of a fetch whose fields do not go together. An entity can be told of an input of `@requires`
 * with one choice of arguments at a time; and where a field is asked for on a condition its inputs are known
 * on that condition alone, which is nothing to the others. Mostly it stays the fetch that it is.
 */
export function splitFetch({ standIns, keys }: PlanContext, node: FetchNode): FetchNode[] {
  if (!node.requires || standIns.required.size === 0) return [node];
  const document = parse(node.operation, { noLocation: true });
  const groups = new InputGroups();
  for (const field of entityFields(document))
    groups.add(field, standIns.required.get(`${node.serviceName} ${field.type}.${field.name}`) ?? noInputs);
  if (groups.all.length < 2) return [node];
  return groups.all.map((group) =>
    only(node, document, group, unneeded(groups.all, group, keyFields(keys, node))),
  );
}

interface Group {
  readonly condition: string;
  readonly fields: Set<string>;
  readonly inputs: Map<string, string>;
}

class InputGroups {
  readonly all: Group[] = [];

  add(field: AskedField, inputs: Inputs): void {
    const condition = inputs.size === 0 ? '' : field.condition;
    const group =
      this.all.find((one) => one.condition === condition && agrees(one, inputs)) ?? this.#open(condition);
    group.fields.add(field.id);
    for (const [path, source] of inputs) group.inputs.set(path, source);
  }

  #open(condition: string): Group {
    const group: Group = { condition, fields: new Set(), inputs: new Map() };
    this.all.push(group);
    return group;
  }
}

const agrees = ({ inputs: known }: Group, inputs: Inputs): boolean =>
  [...inputs].every(([path, source]) => (known.get(path) ?? source) === source);

function keyFields(keys: PlanContext['keys'], { serviceName }: FetchNode): ReadonlySet<string> {
  const ofSubgraph = [...keys].filter(([name]) => name.startsWith(`${serviceName} `));
  return new Set(ofSubgraph.flatMap(([, all]) => all.flatMap((key) => [...key])));
}

/** What the other groups alone need to be told of. */
function unneeded(groups: readonly Group[], group: Group, keys: ReadonlySet<string>): ReadonlySet<string> {
  const needed = new Set(group.inputs.values());
  const others = groups.flatMap(({ inputs }) => [...inputs.values()]);
  return new Set(others.filter((path) => !needed.has(path) && !keys.has(path.split('.')[0] ?? '')));
}

/** The fetch for the fields of one group, with their inputs alone. */
function only(node: FetchNode, document: DocumentNode, group: Group, paths: ReadonlySet<string>): FetchNode {
  const kept = keepFields(document, group.fields);
  const used = new Set<string>();
  visit(kept, {
    VariableDefinition: () => false,
    Variable: ({ name }) => void used.add(name.value),
  });
  const operation = visit(kept, {
    VariableDefinition: ({ variable }) => (used.has(variable.name.value) ? undefined : null),
  });
  return {
    ...node,
    operation: stripIgnoredCharacters(print(operation)),
    variableUsages: (node.variableUsages ?? []).filter((name) => used.has(name)),
    requires: without(node.requires ?? [], paths, ''),
  };
}

function without(
  selections: readonly QueryPlanSelectionNode[],
  paths: ReadonlySet<string>,
  parent: string,
): QueryPlanSelectionNode[] {
  return selections.flatMap((selection): QueryPlanSelectionNode[] => {
    if (selection.kind === 'InlineFragment')
      return [{ ...selection, selections: without(selection.selections, paths, parent) }];
    const path = `${parent}${selection.name}`;
    if (paths.has(path)) return [];
    if (!selection.selections) return [selection];
    return [{ ...selection, selections: without(selection.selections, paths, `${path}.`) }];
  });
}

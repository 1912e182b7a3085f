import type { QueryPlanInlineFragmentNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { isJsonObject, isList, type JsonObject, own, put } from '../json-object.ts';
import type { PlanContext } from './plan-context.ts';
import { nameInSubgraph } from './stand-ins.ts';
import { matchType } from './type-match.ts';

/** What a subgraph is told of an entity; null: not enough of it is known to ask. */
export type Represent = (entity: JsonObject) => JsonObject | null;

/** Takes one part of an entity over; false: it is not there. */
type Take = (from: JsonObject, into: JsonObject) => boolean;

/** @param requires - keys, and what `@requires` names, by type */
export function compileRepresent(
  context: PlanContext,
  requires: readonly QueryPlanSelectionNode[],
): Represent {
  return compileSelections(context, requires);
}

function compileSelections(context: PlanContext, selections: readonly QueryPlanSelectionNode[]): Represent {
  const [only] = selections;
  if (only?.kind === 'InlineFragment' && selections.length === 1) return compileFragment(context, only);
  const takes = selections.map((selection) => compileSelection(context, selection));
  return (from) => {
    const into: JsonObject = {};
    return takes.every((take) => take(from, into)) ? into : null;
  };
}

function compileSelection(context: PlanContext, selection: QueryPlanSelectionNode): Take {
  switch (selection.kind) {
    case 'Field': {
      const { name, alias = name, selections } = selection;
      const told = nameInSubgraph(context.standIns, name);
      return takeField(alias, told, selections ? compileSelections(context, selections) : null);
    }
    case 'InlineFragment': {
      const represent = compileFragment(context, selection);
      return (from, into) => {
        context.merge(into, represent(from));
        return true;
      };
    }
  }
}

/** Of an entity of another type, or without all that is named, nothing is told. */
function compileFragment(
  context: PlanContext,
  { typeCondition, selections }: QueryPlanInlineFragmentNode,
): (entity: JsonObject) => JsonObject {
  const represent = compileSelections(context, selections);
  const isOfType = typeCondition === undefined ? () => true : matchType(context.schema, typeCondition);
  return (from) => (isOfType(from) ? represent(from) : null) ?? {};
}

function takeField(name: string, told: string, represent: Represent | null): Take {
  return (from, into) => {
    const value = own(from, name);
    if (value === undefined) return false;
    const taken = represent ? representValue(value, represent) : value;
    put(into, told, taken);
    return taken !== undefined;
  };
}

/** `undefined` when a part of it is not known. */
function representValue(value: unknown, represent: Represent): unknown {
  if (isList(value)) {
    const elements = value.map((element) => representValue(element, represent));
    return elements.includes(undefined) ? undefined : elements;
  }
  return isJsonObject(value) ? (represent(value) ?? undefined) : value;
}

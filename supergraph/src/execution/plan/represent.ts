import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { isJsonObject, isList, type JsonObject, own, put } from '../json-object.ts';
import { mergeInto } from './merge.ts';
import { matchType } from './type-match.ts';

/** What a subgraph is told of an entity; null: not enough of it is known to ask. */
export type Represent = (entity: JsonObject) => JsonObject | null;

/** Takes one part of an entity over; false: it is not there. */
type Take = (from: JsonObject, into: JsonObject) => boolean;

/** @param requires - keys, and what `@requires` names, by type */
export function compileRepresent(
  schema: GraphQLSchema,
  requires: readonly QueryPlanSelectionNode[],
): Represent {
  const represent = compileSelections(schema, requires);
  return (entity) => {
    const representation = represent(entity);
    return typeof representation?.['__typename'] === 'string' ? representation : null;
  };
}

function compileSelections(schema: GraphQLSchema, selections: readonly QueryPlanSelectionNode[]): Represent {
  const takes = selections.map((selection) => compileSelection(schema, selection));
  return (from) => {
    const into: JsonObject = {};
    return takes.every((take) => take(from, into)) ? into : null;
  };
}

function compileSelection(schema: GraphQLSchema, selection: QueryPlanSelectionNode): Take {
  switch (selection.kind) {
    case 'Field': {
      const { name, alias = name, selections } = selection;
      return takeField(alias, selections ? compileSelections(schema, selections) : null);
    }
    case 'InlineFragment': {
      const { typeCondition, selections } = selection;
      const represent = compileSelections(schema, selections);
      const isOfType = typeCondition === undefined ? () => true : matchType(schema, typeCondition);
      return (from, into) => {
        const part = isOfType(from) ? represent(from) : null;
        if (part) mergeInto(into, part);
        return true;
      };
    }
  }
}

function takeField(name: string, represent: Represent | null): Take {
  return (from, into) => {
    const value = own(from, name);
    if (value === undefined) return false;
    const taken = represent ? representValue(value, represent) : value;
    put(into, name, taken);
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

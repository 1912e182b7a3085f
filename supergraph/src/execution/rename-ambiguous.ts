import { type DocumentNode, type FieldNode, Kind, visit } from 'graphql';
import { hasInnerName, innerNameOf } from './inner-names.ts';

/**
 * Gives an inner name to each field that a client calls by the name of another one which the plan may need
 * beside it. The stock planner merges the two, and one of them is lost.
 *
 * @param plannedNames - what keys, `@requires` and contexts of the supergraph name
 */
export function renameAmbiguous(document: DocumentNode, plannedNames: ReadonlySet<string>): DocumentNode {
  return visit(document, {
    // What is asked of the schema itself is answered as it is asked.
    FragmentDefinition: ({ typeCondition }) =>
      typeCondition.name.value.startsWith('__') ? false : undefined,
    Field: {
      enter: (field) => (isIntrospection(field) ? false : undefined),
      leave: (field) => renamed(field, plannedNames),
    },
  });
}

const isIntrospection = ({ name }: FieldNode): boolean =>
  name.value === '__schema' || name.value === '__type';

function renamed(field: FieldNode, plannedNames: ReadonlySet<string>): FieldNode | undefined {
  const name = (field.alias ?? field.name).value;
  const isAnother = name !== field.name.value || (field.arguments ?? []).length > 0;
  const isAmbiguous = (plannedNames.has(name) && isAnother) || hasInnerName(name);
  return isAmbiguous ? { ...field, alias: { kind: Kind.NAME, value: innerNameOf(name) } } : undefined;
}

import {
  type DocumentNode,
  executeSync,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  print,
  visit,
} from 'graphql';
import type { JsonObject } from '../json-object.ts';
import { introspectionAnswersOf } from './introspection-answers.ts';
import { collectFields, type Selecting } from './collect-fields.ts';

/** Answers an operation's `__schema` and `__type`, under the names that the client gave them. */
export type Introspect = (variables: Readonly<Record<string, unknown>>) => JsonObject;

const names: ReadonlySet<string> = new Set(['__schema', '__type']);

/** Null when the operation asks for neither. */
export function compileIntrospection(
  selecting: Selecting,
  operation: OperationDefinitionNode,
): Introspect | null {
  const { schema, fragments } = selecting;
  const root = schema.getRootType(operation.operation);
  if (!root) return null;
  const fields = collectFields(selecting, root, [operation.selectionSet]).values();
  const nodes = [...fields].flat().filter(({ name }) => names.has(name.value));
  if (nodes.length === 0) return null;
  const selectionSet = { kind: Kind.SELECTION_SET, selections: nodes } as const;
  const document = documentOf({ ...operation, selectionSet }, fragments.values());
  const ask: Introspect = (variables) => {
    const { data, errors } = executeSync({ schema, document, rootValue: {}, variableValues: variables });
    if (errors?.[0]) throw errors[0];
    return data ?? {};
  };
  return answeredOnce(schema, document, ask);
}

/** A whole schema takes milliseconds, and is the same each time. What is merged into is a copy. */
function answeredOnce(schema: GraphQLSchema, document: DocumentNode, ask: Introspect): Introspect {
  const answers = introspectionAnswersOf(schema);
  const text = print(document);
  const names = usedVariables(document);
  return (variables) => {
    // Null is another value than none: a default is for none.
    const values = names.map((name) => (Object.hasOwn(variables, name) ? [variables[name] ?? null] : []));
    const asked = names.length === 0 ? text : `${text} ${JSON.stringify(values)}`;
    return { ...answers.get(asked, () => ask(variables)) };
  };
}

/** Others may be declared, for what the same operation asks of subgraphs. */
function usedVariables(document: DocumentNode): readonly string[] {
  const used = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Variable: ({ name }) => void used.add(name.value),
  });
  return [...used];
}

const documentOf = (
  operation: OperationDefinitionNode,
  fragments: Iterable<FragmentDefinitionNode>,
): DocumentNode => ({ kind: Kind.DOCUMENT, definitions: [operation, ...fragments] });

import {
  type DocumentNode,
  executeSync,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import type { JsonObject } from '../json-object.ts';
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
  const answer: Introspect = (variables) => {
    const { data, errors } = executeSync({ schema, document, rootValue: {}, variableValues: variables });
    if (errors?.[0]) throw errors[0];
    return data ?? {};
  };
  return operation.variableDefinitions?.length ? answer : answeredOnce(answer);
}

/** A whole schema takes milliseconds, and is the same each time. What is merged into is a copy. */
function answeredOnce(answer: Introspect): Introspect {
  let known: JsonObject | undefined;
  return (variables) => ({ ...(known ??= answer(variables)) });
}

const documentOf = (
  operation: OperationDefinitionNode,
  fragments: Iterable<FragmentDefinitionNode>,
): DocumentNode => ({ kind: Kind.DOCUMENT, definitions: [operation, ...fragments] });

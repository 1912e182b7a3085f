import { type DirectiveNode, type DocumentNode, Kind, type OperationDefinitionNode, visit } from 'graphql';

/** The variables that decide what of an operation is answered, and their defaults. */
export interface ConditionVariables {
  readonly defaults: ReadonlyMap<string, boolean>;
}

export function conditionVariables(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): ConditionVariables {
  const names = new Set<string>();
  visit(document, { Directive: (node) => addVariable(node, names) });
  const defaults = new Map([...names].map((name) => [name, defaultOf(operation, name)]));
  return { defaults };
}

function addVariable({ name, arguments: given = [] }: DirectiveNode, names: Set<string>): void {
  if (name.value !== 'skip' && name.value !== 'include') return;
  for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
}

function defaultOf({ variableDefinitions = [] }: OperationDefinitionNode, name: string): boolean {
  const value = variableDefinitions.find(({ variable }) => variable.name.value === name)?.defaultValue;
  return value?.kind === Kind.BOOLEAN && value.value;
}

/** @param variables - as the client gave them */
export function conditionValues(
  { defaults }: ConditionVariables,
  variables: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, boolean> {
  const values = new Map<string, boolean>();
  for (const [name, byDefault] of defaults) {
    const given = Object.hasOwn(variables, name) ? variables[name] : undefined;
    values.set(name, typeof given === 'boolean' ? given : byDefault);
  }
  return values;
}

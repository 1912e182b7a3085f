import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type InlineFragmentNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type TypeNode,
  visit,
} from 'graphql';

/** What is asked of the subgraph, in the one form in which equal subscriptions are equal. */
export interface UpstreamOperation {
  readonly document: DocumentNode;
  readonly query: string;
  /** Variables of the client's that the query uses, without the one for the cursor. */
  readonly variableNames: readonly string[];
  /** Set to a cursor it resumes there, left out it starts now; null when the field cannot resume. */
  readonly resumeVariable: string | null;
  /** Where in `data` an event's cursor is found. */
  readonly cursorPath: readonly [field: string, cursor: string] | null;
}

export interface UpstreamShape {
  readonly resume: { readonly argument: string; readonly type: TypeNode } | null;
  readonly cursorField: string | null;
}

/**
 * Rewrites the planner's `primary`: the operation loses its name, the resume argument becomes a
 * variable of ours whatever the client wrote there, and the event always carries its cursor.
 */
export function toUpstreamOperation(
  primary: OperationDefinitionNode,
  { resume, cursorField }: UpstreamShape,
): UpstreamOperation {
  const field = rootField(primary);
  const text = print(primary);
  const cursorAlias = unusedName('cursor', text);
  const resumeVariable = unusedName('resumeAfter', text);
  const canResume = resume !== null && cursorField !== null && field.selectionSet !== undefined;

  const rewritten: FieldNode = canResume
    ? withCursor(withResume(field, resume.argument, resumeVariable), cursorField, cursorAlias)
    : field;
  const document = asDocument(
    primary,
    rewritten,
    canResume ? { name: resumeVariable, type: resume.type } : null,
  );
  return {
    document,
    query: print(document),
    variableNames: [...usedVariables(rewritten)].filter((name) => name !== resumeVariable),
    resumeVariable: canResume ? resumeVariable : null,
    cursorPath: canResume ? [(field.alias ?? field.name).value, cursorAlias] : null,
  };
}

/** The planner's text, read; the fragments that it kept are written out where they are used. */
export function parsePrimary(text: string): OperationDefinitionNode {
  const { definitions } = parse(text, { noLocation: true });
  const operation = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new TypeError('the plan has no operation');
  const fragments = definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  return writeOut(operation, new Map(fragments.map((fragment) => [fragment.name.value, fragment])));
}

function writeOut(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): OperationDefinitionNode {
  return visit(operation, {
    FragmentSpread: ({ name, directives = [] }): InlineFragmentNode => {
      const fragment = fragments.get(name.value);
      if (!fragment) throw new TypeError(`the plan has no fragment ${name.value}`);
      const { typeCondition, selectionSet } = fragment;
      // Answered from `enter`, so that what is put in is visited as well.
      return { kind: Kind.INLINE_FRAGMENT, typeCondition, directives, selectionSet };
    },
  });
}

export function rootField({
  selectionSet: { selections },
}: OperationDefinitionNode | InlineFragmentNode): FieldNode {
  const [field] = selections;
  if (field?.kind === Kind.INLINE_FRAGMENT) return rootField(field);
  if (field?.kind !== Kind.FIELD) throw new TypeError('the plan has no root field');
  return field;
}

const nameNode = (value: string) => ({ kind: Kind.NAME, value }) as const;

function withResume(field: FieldNode, argument: string, variable: string): FieldNode {
  const others = field.arguments?.filter(({ name }) => name.value !== argument) ?? [];
  const cursor: ArgumentNode = {
    kind: Kind.ARGUMENT,
    name: nameNode(argument),
    value: { kind: Kind.VARIABLE, name: nameNode(variable) },
  };
  return { ...field, arguments: [...others, cursor] };
}

function withCursor(field: FieldNode, cursorField: string, alias: string): FieldNode {
  const selection: FieldNode = { kind: Kind.FIELD, alias: nameNode(alias), name: nameNode(cursorField) };
  const selections = [selection, ...(field.selectionSet?.selections ?? [])];
  return { ...field, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}

function asDocument(
  operation: OperationDefinitionNode,
  field: FieldNode,
  resume: { readonly name: string; readonly type: TypeNode } | null,
): DocumentNode {
  const used = usedVariables(field);
  const kept = operation.variableDefinitions?.filter(({ variable }) => used.has(variable.name.value)) ?? [];
  const added = resume
    ? [
        {
          kind: Kind.VARIABLE_DEFINITION,
          variable: { kind: Kind.VARIABLE, name: nameNode(resume.name) },
          type: resume.type,
        } as const,
      ]
    : [];
  return {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        kind: Kind.OPERATION_DEFINITION,
        operation: operation.operation,
        variableDefinitions: [...kept, ...added],
        selectionSet: { kind: Kind.SELECTION_SET, selections: [field] },
      },
    ],
  };
}

function usedVariables(field: FieldNode): ReadonlySet<string> {
  const names = new Set<string>();
  visit(field, { Variable: ({ name }) => void names.add(name.value) });
  return names;
}

/** A client may have chosen any name; ours is one that its text does not contain. */
function unusedName(wanted: string, text: string): string {
  let name = `${wanted}_`;
  while (text.includes(name)) name += '_';
  return name;
}

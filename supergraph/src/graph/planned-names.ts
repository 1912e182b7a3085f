import { type DirectiveNode, Kind, parse, type ValueNode, visit } from 'graphql';

/** The fields that a plan may need whatever a client asks: of keys, of `@requires`, of contexts, and `__typename`. */
export function plannedNames(supergraphSdl: string): ReadonlySet<string> {
  const names = new Set(['__typename']);
  visit(parse(supergraphSdl, { noLocation: true }), {
    Directive: (directive) => {
      for (const fieldSet of fieldSetsOf(directive))
        visit(parse(`{ ${fieldSet} }`), { Field: ({ name }) => void names.add(name.value) });
    },
  });
  return names;
}

function fieldSetsOf({ name, arguments: given = [] }: DirectiveNode): string[] {
  const wanted = { join__type: 'key', join__field: 'requires' }[name.value];
  return given.flatMap(({ name: { value: argument }, value }) => {
    if (argument === wanted && value.kind === Kind.STRING) return [value.value];
    return argument === 'contextArguments' && value.kind === Kind.LIST
      ? value.values.flatMap(selectionOf)
      : [];
  });
}

/** `{ context, name, type, selection: "{ currency }" }`. */
function selectionOf(value: ValueNode): string[] {
  const fields = value.kind === Kind.OBJECT ? value.fields : [];
  return fields.flatMap(({ name, value: given }) =>
    name.value === 'selection' && given.kind === Kind.STRING
      ? [given.value.trim().replace(/^\{|\}$/g, '')]
      : [],
  );
}

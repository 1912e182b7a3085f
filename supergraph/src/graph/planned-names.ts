import { type DirectiveNode, Kind, parse, visit } from 'graphql';

/** The fields that a plan may need whatever a client asks: of keys, of `@requires`, and `__typename`. */
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
  return given.flatMap((argument) =>
    argument.name.value === wanted && argument.value.kind === Kind.STRING ? [argument.value.value] : [],
  );
}

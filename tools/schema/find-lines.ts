import { type DefinitionNode, type FieldDefinitionNode, type InputValueDefinitionNode, parse } from 'graphql';
import type { Place, SubgraphSdl } from './subgraph-sdl.ts';

/**
 * Finds what a message speaks of ("Type.field", else "Type") in the subgraphs that it names in
 * quotation marks, else in all: for composition errors that carry no position.
 */
export function findLines(message: string, subgraphs: readonly SubgraphSdl[]): Place[] {
  const named = subgraphs.filter(
    ({ name }) => message.includes(`"${name}"`) || message.includes(`[${name}]`),
  );
  return (named.length > 0 ? named : subgraphs).flatMap(({ name, sdl }) => {
    const lines = linesByCoordinate(sdl);
    const fields = coordinates(message, /[A-Z]\w*\.\w+/g).flatMap((key) => lines.get(key) ?? []);
    const types = coordinates(message, /[A-Z]\w*/g).flatMap((key) => lines.get(key) ?? []);
    return [...new Set(fields.length > 0 ? fields : types)].map((line) => ({ name, line }));
  });
}

function coordinates(message: string, pattern: RegExp): string[] {
  return Array.from(message.matchAll(pattern), ([match]) => match);
}

function linesByCoordinate(sdl: string): Map<string, number> {
  const lines = new Map<string, number>();
  for (const definition of parse(sdl).definitions) {
    if (!('name' in definition) || !definition.name.loc) continue;
    const type = definition.name.value;
    lines.set(type, definition.name.loc.startToken.line);
    for (const { name } of fieldsOf(definition))
      if (name.loc) lines.set(`${type}.${name.value}`, name.loc.startToken.line);
  }
  return lines;
}

function fieldsOf(definition: DefinitionNode): readonly (FieldDefinitionNode | InputValueDefinitionNode)[] {
  return 'fields' in definition ? (definition.fields ?? []) : [];
}

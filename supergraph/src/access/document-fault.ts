import { GraphQLError, Kind } from 'graphql';
import { Refusal } from './refusal.ts';

/** Of a name or a value that is part of a message. */
const maxMessageCharacters = 1_000;

/**
 * What is wrong with a document or its variables, in the words of graphql-js.
 *
 * @param hides - whether names of the schema that the client did not write are kept from it
 */
export function documentFault(errors: readonly GraphQLError[], hides = false): Refusal {
  const faults = errors.map(({ message, nodes, source, positions }) => {
    const shown = hides ? message.replace(/ Did you mean .*\?$/s, '') : message;
    // Without its nodes, each of which holds the whole document.
    return new GraphQLError(cut(shown), {
      source: source ?? null,
      positions: positions ?? null,
      extensions: { code: 'BAD_USER_INPUT', ...fieldOf(nodes) },
    });
  });
  return new Refusal(faults, { isDocumentFault: true });
}

const cut = (message: string): string =>
  message.length > maxMessageCharacters ? `${message.slice(0, maxMessageCharacters)}…` : message;

/** A variable that does not fit is named as the field at fault. */
function fieldOf(nodes: GraphQLError['nodes']): { readonly field?: string } {
  const [node] = nodes ?? [];
  return node?.kind === Kind.VARIABLE_DEFINITION ? { field: node.variable.name.value } : {};
}

import {
  type DocumentNode,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  parse,
  validate,
  visit,
} from 'graphql';
import { documentFault } from './document-fault.ts';
import { refuse, type Refusal } from './refusal.ts';

/** Says that a limit was exceeded, by its name. */
export type RefuseLimit = (rule: string, message: string) => Refusal;

/** More would only help who searches for the schema. */
export const maxDocumentFaults = 10;

/** @throws {Refusal} too many tokens, too deep for the parser, or no GraphQL */
export function parseDocument(query: string, maxTokens: number, refused: RefuseLimit): DocumentNode {
  try {
    return parse(query, { maxTokens });
  } catch (error) {
    // The parser descends once a bracket: few enough tokens can still be too deep for its stack.
    if (error instanceof RangeError) throw refused('depth', 'The document nests too deep.');
    if (!(error instanceof GraphQLError)) throw error;
    if (error.message.includes('Parsing aborted'))
      throw refused('tokens', `The document has more than ${maxTokens} tokens.`);
    throw documentFault([error]);
  }
}

/** @throws {Refusal} the document has no such operation */
export function selectOperation(
  document: DocumentNode,
  operationName: string | undefined,
): OperationDefinitionNode {
  const operation = getOperationAST(document, operationName);
  if (operation) return operation;
  const message =
    operationName === undefined
      ? 'The document has no operation, or several and none is named.'
      : `The document has no operation "${operationName}".`;
  throw documentFault([new GraphQLError(message)]);
}

/** @throws {Refusal} UNAUTHENTICATED */
export function refuseIntrospection(document: DocumentNode): void {
  visit(document, {
    Field: ({ name }) => {
      if (name.value === '__schema' || name.value === '__type')
        throw refuse('UNAUTHENTICATED', 'Log in to read the schema; it is also published as a file.');
    },
  });
}

/** @throws {Refusal} with what does not fit the schema */
export function validateDocument(schema: GraphQLSchema, document: DocumentNode, hides: boolean): void {
  const errors = validate(schema, document, undefined, { maxErrors: maxDocumentFaults });
  if (errors.length > 0) throw documentFault(errors, hides);
}

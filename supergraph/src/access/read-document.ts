import {
  type DocumentNode,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  NoFragmentCyclesRule,
  type OperationDefinitionNode,
  parse,
  validate,
  visit,
} from 'graphql';
import { countComparisons } from '../limits/count-comparisons.ts';
import type { OperationLimits } from '../limits/operation-limits.ts';
import { scanText } from '../limits/scan-text.ts';
import { findUnknownFields } from './unknown-fields.ts';
import { documentFault } from './document-fault.ts';
import { refuse, refuseBeyond } from './refusal.ts';

/** More would only help who searches for the schema. */
export const maxDocumentFaults = 10;

/** @throws {Refusal} the text is longer than any may be: values belong into variables */
export function checkCharacters(query: string, { characters }: OperationLimits): void {
  if (query.length <= characters) return;
  throw refuseBeyond('characters', `The document has more than ${characters} characters.`);
}

/** @throws {Refusal} too much of something that is seen before it is parsed, or no GraphQL */
export function parseDocument(query: string, limits: OperationLimits): DocumentNode {
  const { exceeded } = scanText(query, limits);
  if (exceeded) throw refuseBeyond(exceeded.limit, exceeded.message);
  try {
    return parse(query, { maxTokens: limits.tokens });
  } catch (error) {
    // The parser descends once a bracket, on a stack of which others have used a part.
    if (error instanceof RangeError) throw refuseBeyond('nesting', 'The document nests too deep.');
    if (!(error instanceof GraphQLError)) throw error;
    throw documentFault([error]);
  }
}

/** Fields: reading a document of fewer takes no time, and is told all that is wrong with it. */
const manyFields = 200;

/**
 * Of a document with very many fields those that are not there are looked for first, and alone: validation by all rules
 * takes ten times as long.
 *
 * @throws {Refusal} some are not
 */
export function checkFields(schema: GraphQLSchema, document: DocumentNode): void {
  const unknown = findUnknownFields(schema, document, { atLeast: manyFields, most: maxDocumentFaults });
  if (unknown.length > 0) throw documentFault(unknown);
}

/** @throws {Refusal} validation would compare too many fields with each other, or come to no end */
export function checkComparisons(schema: GraphQLSchema, document: DocumentNode, most: number): void {
  const count = countComparisons(document, most);
  if (count <= most) return;
  const circles = count === Infinity ? validate(schema, document, [NoFragmentCyclesRule]) : [];
  if (circles.length > 0) throw documentFault(circles.slice(0, maxDocumentFaults));
  throw refuseBeyond(
    'comparisons',
    `The document repeats fields: more than ${most} pairs are to be compared.`,
  );
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

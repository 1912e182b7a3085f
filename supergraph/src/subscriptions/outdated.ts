import { GraphQLError } from 'graphql';
import type { OperationRequest } from '../access/admitted-operation.ts';
import { Refusal } from '../access/refusal.ts';
import type { Generation } from './generation.ts';
import { missingName } from './missing-name.ts';

/** What a client is told whose subscription has no place in a new supergraph. */
export function outdated(error: unknown, { query }: OperationRequest, { graph }: Generation): unknown {
  if (!(error instanceof Refusal)) return error;
  const [first] = error.errors;
  if (!error.isDocumentFault) return first ?? error;
  const field = missingName(query, graph.apiSchema);
  const message = field === null ? first?.message : `The graph no longer has "${field}".`;
  return new GraphQLError(message ?? error.message, {
    extensions: { code: 'SCHEMA_CHANGED', ...(field === null ? {} : { field }) },
  });
}

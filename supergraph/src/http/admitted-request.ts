import type { IncomingMessage } from 'node:http';
import type { AdmittedOperation } from '../access/admitted-operation.ts';
import { searchOf } from './read-http-operation.ts';

/**
 * A request as it came or, where some of it is kept from its viewer or its document was only named, the same
 * with the text of what is run.
 */
export function admittedRequest(
  request: IncomingMessage,
  body: unknown,
  { asked, query, queryKey, operationName, variables }: AdmittedOperation,
): { readonly search: string; readonly body: unknown } {
  if (asked === null && queryKey === undefined) return { search: searchOf(request), body };
  const named = operationName ? { operationName } : {};
  if (request.method !== 'GET') return { search: '', body: { query, variables, ...named } };
  const parameters = new URLSearchParams({ query, variables: JSON.stringify(variables), ...named });
  return { search: `?${parameters}`, body: undefined };
}

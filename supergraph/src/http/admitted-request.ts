import type { IncomingMessage } from 'node:http';
import type { AdmittedOperation } from '../access/admitted-operation.ts';
import { searchOf } from './read-http-operation.ts';

/** A request as it came or, where some of it is kept from its viewer, the same for what is left. */
export function admittedRequest(
  request: IncomingMessage,
  body: unknown,
  { asked, query, operationName, variables }: AdmittedOperation,
): { readonly search: string; readonly body: unknown } {
  if (asked === null) return { search: searchOf(request), body };
  const named = operationName ? { operationName } : {};
  if (request.method !== 'GET') return { search: '', body: { query, variables, ...named } };
  const parameters = new URLSearchParams({ query, variables: JSON.stringify(variables), ...named });
  return { search: `?${parameters}`, body: undefined };
}

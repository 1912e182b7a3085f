import { UnauthenticatedError } from '../errors/domain-error.ts';
import { newUuid } from '../ids/uuid.ts';
import type { HostedSubgraph } from './host.ts';
import { errorResponse } from './route-table.ts';

/** GraphQL callers read `errors`, callers of routes read `error`. */
export async function refusal(
  request: Pick<Request, 'url' | 'headers'>,
  error: unknown,
  { services }: HostedSubgraph,
): Promise<Response> {
  const response = errorResponse(error, request.headers.get('x-request-id') ?? newUuid(), services);
  if (new URL(request.url).pathname !== '/graphql' || !(error instanceof UnauthenticatedError))
    return response;
  const message = error.message;
  const errors = [{ message, extensions: { code: error.code, retryable: false } }];
  return Response.json({ errors }, { status: response.status });
}

import { requireViewer } from '../auth/require-viewer.ts';
import type { OperationIdentity } from '../auth/viewer.ts';
import { type OperationBounds, withinBounds } from '../deadline/operation-bounds.ts';
import { toPublicError } from '../errors/public-error.ts';
import { publicCodes } from '../errors/public-codes.ts';
import { UnauthenticatedError } from '../errors/domain-error.ts';
import { withRequestFields } from '../log/request-fields.ts';
import { inChildSpan } from '../trace/span.ts';
import type { Route } from './route.ts';
import type { Services } from './services.ts';
import { withPositionHeader } from './written-position.ts';

export interface IncomingRoute {
  readonly request: Request;
  readonly identity: OperationIdentity;
  readonly clientAddress: string;
  /** How long the answer is worth anything; absent: as long as it takes. */
  readonly bounds?: OperationBounds;
}

interface CompiledRoute {
  readonly route: Route;
  readonly pattern: URLPattern;
}

/** Finds the route for a request and runs it; null when none has this method and path. */
export function routeTo(
  routes: readonly Route[],
  services: Services,
): (incoming: IncomingRoute) => Promise<Response | null> {
  const compiled = routes.map((route) => ({ route, pattern: new URLPattern({ pathname: route.path }) }));
  return async (incoming) => {
    const match = find(compiled, incoming.request);
    return match ? run(match, incoming, services) : null;
  };
}

interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

function find(compiled: readonly CompiledRoute[], request: Request): Match | null {
  const { pathname } = new URL(request.url);
  for (const { route, pattern } of compiled) {
    if (route.method !== request.method) continue;
    const groups = pattern.exec({ pathname })?.pathname.groups;
    if (groups) return { route, params: definedOnly(groups) };
  }
  return null;
}

function definedOnly(groups: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(groups).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
}

async function run(
  { route, params }: Match,
  { bounds, ...incoming }: IncomingRoute,
  services: Services,
): Promise<Response> {
  try {
    authorise(route, incoming.identity);
    const operation = `${route.method} ${route.path}`;
    const handle = () =>
      withinBounds(bounds, route.method !== 'GET', () => route.handle({ ...incoming, params, services }));
    const response = await withRequestFields({ requestId: incoming.identity.requestId, operation }, () =>
      inChildSpan(operation, { kind: 'SERVER' }, handle),
    );
    const isChange = route.method !== 'GET' && route.auth !== 'service';
    return isChange ? await withPositionHeader(response, services) : response;
  } catch (error) {
    return errorResponse(error, incoming.identity.requestId, services);
  }
}

/** Answers a body. @throws what makes an error of the answer */
type Answer = (body: unknown) => Promise<object>;

/** By path, those that are answered without a request. @throws {UnauthenticatedError} for whoever may not ask it */
export function questionsOf(
  routes: readonly Route[],
  services: Services,
): ReadonlyMap<string, (identity: OperationIdentity) => Answer> {
  const asked = routes.flatMap((route) => {
    const { answerJson, method, path } = route;
    if (!answerJson) return [];
    const ask = (identity: OperationIdentity): Answer => {
      authorise(route, identity);
      const operation = `${method} ${path}`;
      return (body) =>
        withRequestFields({ requestId: identity.requestId, operation }, () =>
          inChildSpan(operation, { kind: 'SERVER' }, () => answerJson(body, services)),
        );
    };
    return [[path, ask] as const];
  });
  return new Map(asked);
}

function authorise({ auth }: Route, identity: OperationIdentity): void {
  if (auth === 'viewer') requireViewer(identity);
  if (auth === 'service' && !identity.isService) throw new UnauthenticatedError();
}

/** `{ "error": { code, message, retryable, field? , requestId } }` with the code's HTTP status. */
export function errorResponse(error: unknown, requestId: string, { log }: Pick<Services, 'log'>): Response {
  const known = toPublicError(error);
  if (!known) log.error({ err: error, requestId }, 'route failed');
  const body = known ?? {
    code: 'INTERNAL' as const,
    message: 'Something went wrong on our side.',
    retryable: true,
  };
  return Response.json({ error: { ...body, requestId } }, { status: publicCodes[body.code].httpStatus });
}

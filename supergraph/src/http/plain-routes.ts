import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { positionHeader, positionInHeader, positionOwnerHeader } from '@moim/kit/server/written-position.ts';
import { inSpan } from '@moim/kit/trace/span.ts';
import { continueTrace } from '@moim/kit/trace/traceparent.ts';
import type { Door } from '../access/door.ts';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';
import type { Freshness } from '../freshness/freshness.ts';
import { formatSeen, seenHeader, unplaced } from '../freshness/seen-token.ts';
import type { Caller } from '../graph/caller.ts';
import { readBody } from './read-body.ts';
import { statusOf } from './send-refusal.ts';

/** Bytes of a plain request's body. */
const maxBytes = 1024 * 1024;
/** A calendar of years with its notes has several megabytes. */
const maxBytesOfCalendar = 8 * maxBytes;

const maxBytesOf = ({ url = '' }: IncomingMessage): number =>
  /^\/calendar\/calendars\/[^/]+\/import$/.test(url) ? maxBytesOfCalendar : maxBytes;

/** Said by us to subgraphs; whoever says it from outside is not believed. */
const ours = /^(x-moim-|x-forwarded-|forwarded$|x-real-ip$|x-request-id$)/;

/** The subgraph whose plain HTTP lives under a path; null for paths that are nobody's. */
export function routeOwner(
  pathname: string,
  connections: ReadonlyMap<string, SubgraphConnection>,
): SubgraphConnection | null {
  const [, first = ''] = pathname.split('/');
  return connections.get(first === 'auth' ? 'identity' : first) ?? null;
}

/** Hands a plain HTTP request to its subgraph and the answer back, as the viewer it names, or nobody. */
export function createPlainHandler(door: Door, freshness: Freshness) {
  return async (
    request: IncomingMessage,
    response: ServerResponse,
    subgraph: SubgraphConnection,
  ): Promise<void> => {
    const requestId = newUuid();
    try {
      // A token that has expired must not keep anyone from logging in: the route itself demands a viewer.
      const { identity, authorization } = await callerOrNobody(door, request, requestId);
      const { address, protocol } = door.originOf(request);
      const forwarded = await toRequest(request, protocol);
      const caller = {
        identity,
        clientAddress: address,
        ...(authorization ? { authorization } : {}),
      };
      const parent = continueTrace(request.headers['traceparent']);
      const answer = await inSpan(`route ${subgraph.name}`, { kind: 'SERVER', parent }, () =>
        subgraph.fetch(forwarded, caller),
      );
      const memberId = answer.headers.get(positionOwnerHeader) ?? identity.viewer?.memberId;
      const written = positionInHeader(answer.headers);
      if (written && memberId) await freshness.wrote(memberId, written);
      const seen = written ?? (isRead(request) ? null : unplaced);
      if (seen) response.setHeader(seenHeader, formatSeen({ [seen.cluster]: seen.lsn }));
      await sendResponse(response, answer, requestId);
    } catch (error) {
      const [first] = door.errorsOf(error, requestId);
      sendFailure(response, error, first?.message ?? '', first?.extensions ?? {});
    }
  };
}

async function callerOrNobody(door: Door, request: IncomingMessage, requestId: string): Promise<Caller> {
  try {
    const credential = await door.present(request.headers.authorization ?? null);
    return await credential.caller(requestId);
  } catch {
    return (await door.present(null)).caller(requestId);
  }
}
const isRead = ({ method }: IncomingMessage): boolean => method === 'GET' || method === 'HEAD';

async function toRequest(request: IncomingMessage, protocol: string): Promise<Request> {
  const method = request.method ?? 'GET';
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined || ours.test(name)) continue;
    headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const url = new URL(request.url ?? '/', `${protocol}://${request.headers.host ?? 'localhost'}`);
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(url, {
    method,
    headers,
    body: hasBody ? new Uint8Array(await readBody(request, maxBytesOf(request))) : null,
  });
}

/** For us, or sent in a way of its own. */
const kept = new Set<string>([positionHeader, positionOwnerHeader, 'set-cookie']);

async function sendResponse(response: ServerResponse, answer: Response, requestId: string): Promise<void> {
  response.statusCode = answer.status;
  for (const [name, value] of answer.headers) if (!kept.has(name)) response.setHeader(name, value);
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  response.setHeader('x-request-id', requestId);
  if (!answer.body) return void response.end();
  await pipeline(Readable.from(answer.body), response);
}

function sendFailure(
  response: ServerResponse,
  error: unknown,
  message: string,
  extensions: Readonly<Record<string, unknown>>,
): void {
  if (response.headersSent) return void response.destroy();
  response
    .writeHead(statusOf(error, true), { 'content-type': 'application/json' })
    .end(JSON.stringify({ error: { message, ...extensions } }));
}

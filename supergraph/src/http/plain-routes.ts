import type { IncomingMessage, ServerResponse } from 'node:http';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { positionInHeader, positionOwnerHeader } from '@moim/kit/server/written-position.ts';
import { inSpan } from '@moim/kit/trace/span.ts';
import { continueTrace } from '@moim/kit/trace/traceparent.ts';
import type { Door } from '../access/door.ts';
import { Deadline } from '../execution/deadline.ts';
import { DeadlinePassedError } from '../execution/deadline-passed.ts';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';
import { SubgraphUnavailableError } from '../execution/subgraph-unavailable.ts';
import type { Freshness } from '../freshness/freshness.ts';
import { formatSeen, seenHeader, unplaced } from '../freshness/seen-token.ts';
import type { Caller } from '../graph/caller.ts';
import type { PlainRooms } from './plain-rooms.ts';
import { readBody } from './read-body.ts';
import { type AnswerLimits, sendPlain } from './send-plain.ts';
import { connectionAfter, statusOf } from './send-refusal.ts';

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

export interface PlainOptions extends AnswerLimits {
  readonly rooms: PlainRooms;
}

/**
 * Hands a plain HTTP request to its subgraph and the answer back, as the viewer it names, or nobody.
 *
 * @param doorNow - of the supergraph that is served now: to keep one would keep its supergraph
 */
export function createPlainHandler(doorNow: () => Door, freshness: Freshness, options: PlainOptions) {
  return async (
    request: IncomingMessage,
    response: ServerResponse,
    subgraph: SubgraphConnection,
  ): Promise<void> => {
    const requestId = newUuid();
    const door = doorNow();
    try {
      // A token that has expired must not keep anyone from logging in: the route itself demands a viewer.
      const { identity, authorization } = await callerOrNobody(door, request, requestId);
      const { address, protocol } = door.originOf(request);
      const deadline = untilGone(request, response);
      const forwarded = await toRequest(request, protocol, options.idleMs, deadline);
      const caller = {
        identity,
        clientAddress: address,
        ...(authorization ? { authorization } : {}),
      };
      const parent = continueTrace(request.headers['traceparent']);
      const ask = () =>
        inSpan(`route ${subgraph.name}`, { kind: 'SERVER', parent }, () =>
          subgraph.fetch(forwarded, { ...caller, deadlineAtMs: deadline.atMs }),
        );
      await options.rooms.run(subgraph.name, deadline, ask, async (answer) => {
        await saySeen(response, answer, freshness, identity.viewer?.memberId);
        await sendPlain(response, answer, requestId, options);
      });
    } catch (error) {
      const [first] = door.errorsOf(error, requestId);
      sendFailure(response, error, first?.message ?? '', { ...first?.extensions, ...ofSubgraph(error) });
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

/** Who did not answer, as errors of the graph name them. */
const ofSubgraph = (error: unknown): { readonly subgraph?: string } =>
  error instanceof SubgraphUnavailableError || error instanceof DeadlinePassedError
    ? { subgraph: error.subgraph }
    : {};

/** Over when the client of a request that only reads leaves; what a change has begun it ends all the same. */
function untilGone(request: IncomingMessage, response: ServerResponse): Deadline {
  const deadline = new Deadline();
  const leave = (): void => {
    if (!response.writableFinished) deadline.leave();
  };
  if (isRead(request) && response.destroyed)
    leave(); // while it was let in
  else if (isRead(request)) response.once('close', leave);
  return deadline;
}

const isRead = ({ method }: IncomingMessage): boolean => method === 'GET' || method === 'HEAD';

async function saySeen(
  response: ServerResponse,
  { headers }: Response,
  freshness: Freshness,
  viewerId: string | undefined,
): Promise<void> {
  const memberId = headers.get(positionOwnerHeader) ?? viewerId;
  const written = positionInHeader(headers);
  if (written && memberId) await freshness.wrote(memberId, written);
  const seen = written ?? (isRead(response.req) ? null : unplaced);
  if (seen) response.setHeader(seenHeader, formatSeen({ [seen.cluster]: seen.lsn }));
}

/** @param idleMs - between two pieces of what is sent up: however long all of it takes */
async function toRequest(
  request: IncomingMessage,
  protocol: string,
  idleMs: number,
  { signal }: Deadline,
): Promise<Request> {
  const method = request.method ?? 'GET';
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined || ours.test(name)) continue;
    headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const url = new URL(request.url ?? '/', `${protocol}://${request.headers.host ?? 'localhost'}`);
  if (isRead(request)) return new Request(url, { method, headers, signal });
  const body = new Uint8Array(await readBody(request, maxBytesOf(request), { idleMs }));
  return new Request(url, { method, headers, body });
}

function sendFailure(
  response: ServerResponse,
  error: unknown,
  message: string,
  extensions: Readonly<Record<string, unknown>>,
): void {
  if (response.headersSent) return void response.destroy();
  response
    .writeHead(statusOf(error, true), {
      'content-type': 'application/json',
      connection: connectionAfter(error),
    })
    .end(JSON.stringify({ error: { message, ...extensions } }));
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApolloServer, HeaderMap } from '@apollo/server';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import type { Door, Entered } from '../access/door.ts';
import { inOperationSpan } from '../access/operation-span.ts';
import { refuse } from '../access/refusal.ts';
import { Deadline } from '../execution/deadline.ts';
import { formatSeen, seenHeader } from '../freshness/seen-token.ts';
import { type ApolloContext, headersNoFormSends } from '../graph/apollo.ts';
import type { OperationRunner } from '../graph/run-operation.ts';
import { acceptsParts, mediaTypeBesideParts } from './accepts-parts.ts';
import { admittedRequest } from './admitted-request.ts';
import { mediaTypeFor } from './media-type.ts';
import { sendParts } from './multipart.ts';
import { readHttpOperation } from './read-http-operation.ts';
import { sayRate } from './rate-headers.ts';
import { sendRefusal } from './send-refusal.ts';
import type { ReaderLimits } from './write-chunk.ts';

/** GraphQL over HTTP: POST with JSON, GET for queries. */
export function createGraphQLHandler(
  door: Door,
  runner: OperationRunner,
  apollo: ApolloServer<ApolloContext>,
  limits: ReaderLimits = {},
) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestId = newUuid();
    response.setHeader('x-request-id', requestId);
    try {
      const credential = await door.present(
        request.headers.authorization ?? null,
        door.originOf(request).address,
      );
      const { operation, body } = await readHttpOperation(request);
      const { traceparent } = request.headers;
      const entered = await door.enter({ ...operation, traceparent }, credential, requestId, seenBy(request));
      sayRate(response, entered.charge);
      refuseSubscription(entered);
      const deadline = untilGone(response, entered);
      const { accept } = request.headers;
      const isPost = request.method === 'POST';
      const takesParts = acceptsParts(accept) && (isPost || mayReadByGet(request, entered));
      const mediaType = isPost ? mediaTypeOf(accept, takesParts) : null;
      const answer = await inOperationSpan(entered, async () => {
        const parts = takesParts ? runner.stream(entered, deadline) : null;
        if (parts) return sendParts(response, parts, () => saySeen(response, entered), limits);
        return mediaType === null
          ? answerOf(apollo, request, body, entered, deadline)
          : run(runner, mediaType, entered, deadline);
      });
      if (!answer) return; // it has been sent
      const { status, headers, text } = answer;
      saySeen(response, entered);
      response.writeHead(status, headers).end(text);
    } catch (error) {
      sendRefusal(response, request.headers.accept, error, door.errorsOf(error, requestId));
    }
  };
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const mediaTypeOf = (accept: string | undefined, takesParts: boolean): string | null =>
  takesParts ? mediaTypeBesideParts(accept) : mediaTypeFor(accept);

/** A form of another page sends none of these headers; without parts Apollo Server looks. */
const mayReadByGet = ({ headers }: IncomingMessage, { operation: { operation } }: Entered): boolean =>
  operation.operation === 'query' && headersNoFormSends.some((name) => Boolean(headers[name]));

/** What later parts write cannot be said: the head has been sent. They only read. */
function saySeen(response: ServerResponse, { caller: { written } }: Entered): void {
  if (written) response.setHeader(seenHeader, formatSeen(written));
}

function seenBy({ headers }: IncomingMessage): string | null {
  const seen = headers[seenHeader];
  return typeof seen === 'string' ? seen : null;
}

function refuseSubscription({ operation: { operation } }: Entered): void {
  if (operation.operation !== 'subscription') return;
  throw refuse('BAD_USER_INPUT', 'Subscriptions are served over WebSocket and as text/event-stream.');
}

/** Over when the client leaves; what a mutation has begun it ends all the same, and what waits is not begun. */
export function untilGone(response: ServerResponse, { operation: { operation } }: Entered): Deadline {
  const deadline = new Deadline();
  const isMutation = operation.operation === 'mutation';
  response.on('close', () => {
    if (response.writableFinished) return;
    if (isMutation) deadline.leaveUncommitted();
    else deadline.leave();
  });
  return deadline;
}

/** Without the pipeline of Apollo Server, which costs more than a plan of one fetch. */
async function run(
  runner: OperationRunner,
  mediaType: string,
  entered: Entered,
  deadline: Deadline,
): Promise<Answer> {
  const result = await runner.run(entered, deadline);
  const text = JSON.stringify(result);
  const headers = {
    'content-type': `${mediaType}; charset=utf-8`,
    'cache-control': 'no-store',
    'content-length': String(Buffer.byteLength(text)),
  };
  return { status: 'data' in result ? 200 : 500, headers, text };
}

async function answerOf(
  apollo: ApolloServer<ApolloContext>,
  request: IncomingMessage,
  requestBody: unknown,
  entered: Entered,
  deadline: Deadline,
): Promise<Answer> {
  const { status, headers, body } = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: request.method ?? 'GET',
      headers: headerMap(request),
      ...admittedRequest(request, requestBody, entered.operation),
    },
    context: async () => ({ caller: entered.caller, entered, deadline }),
  });
  if (body.kind !== 'complete') throw new TypeError('incremental delivery is not offered');
  return { status: status ?? 200, headers: Object.fromEntries(headers), text: body.string };
}

function headerMap({ headers }: IncomingMessage): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  return map;
}

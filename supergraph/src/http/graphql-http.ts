import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApolloServer, HeaderMap } from '@apollo/server';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import type { Door } from '../access/door.ts';
import type { Entered } from '../access/entered.ts';
import { inOperationSpan } from '../access/operation-span.ts';
import { refuse } from '../access/refusal.ts';
import { Deadline } from '../execution/deadline.ts';
import { bytesOf, resultPieces } from '../execution/result-pieces.ts';
import { formatSeen, seenHeader } from '../freshness/seen-token.ts';
import { type ApolloContext, headersNoFormSends } from '../graph/apollo.ts';
import type { OperationRunner } from '../graph/run-operation.ts';
import type { Charge } from '../limits/charge.ts';
import { acceptsParts, mediaTypeBesideParts } from './accepts-parts.ts';
import { admittedRequest } from './admitted-request.ts';
import { mediaTypeFor } from './media-type.ts';
import { sendParts } from './multipart.ts';
import { readHttpOperation } from './read-http-operation.ts';
import { rateHeadersOf, sayRate } from './rate-headers.ts';
import { sendRefusal } from './send-refusal.ts';
import { statusOfResult } from './status-of-result.ts';
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
    let charge: Charge | null = null;
    /** For an answer whose headers are not written all at once. */
    const introduce = () => {
      response.setHeader(requestIdName, requestId);
      sayRate(response, charge);
    };
    try {
      const { address } = door.originOf(request);
      const presenting = door.presentSoon(request.headers.authorization ?? null, address);
      const credential = presenting instanceof Promise ? await presenting : presenting;
      const { operation, body } = await door.receive(credential, () =>
        readHttpOperation(request, (bytes) => door.noteBody(credential, bytes)),
      );
      const { traceparent } = request.headers;
      const entered = await door.enter({ ...operation, traceparent }, credential, requestId, seenBy(request));
      charge = entered.charge;
      refuseSubscription(entered);
      const deadline = untilGone(response, entered);
      const { accept } = request.headers;
      const isPost = request.method === 'POST';
      const takesParts = acceptsParts(accept) && (isPost || mayReadByGet(request, entered));
      const mediaType = isPost ? mediaTypeOf(accept, takesParts) : null;
      const answer = await inOperationSpan(entered, async () => {
        const parts = takesParts ? await runner.stream(entered, deadline) : null;
        const begin = () => {
          introduce();
          saySeen(response, entered);
        };
        if (parts) return sendParts(response, parts, begin, limits);
        return mediaType === null
          ? answerOf(apollo, request, body, entered, deadline)
          : run(runner, mediaType, entered, deadline);
      });
      if (!answer) return; // it has been sent
      const { status, headers, text, encoding = 'utf8', pieces = none } = answer;
      const known = [requestIdName, requestId, ...rateHeadersOf(charge), ...seenHeaders(entered)];
      response.writeHead(status, [...known, ...headers]);
      for (const piece of pieces) response.write(piece);
      response.end(text, encoding);
    } catch (error) {
      introduce();
      sendRefusal(response, request.headers.accept, error, door.errorsOf(error, requestId));
    }
  };
}

const none: readonly Buffer[] = [];

const requestIdName = 'x-request-id';

interface Answer {
  readonly status: number;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  /** What is the same for many, and comes before the text. */
  readonly pieces?: readonly Buffer[];
  readonly text: string;
  /** `latin1` for what is the same in both: to write it costs less. */
  readonly encoding?: 'utf8' | 'latin1';
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

const seenHeaders = ({ caller: { written } }: Entered): string[] =>
  written ? [seenHeader, formatSeen(written)] : [];

export function seenBy({ headers }: IncomingMessage): string | null {
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
  const leave = (): void => {
    if (response.writableFinished) return;
    if (isMutation) deadline.leaveUncommitted();
    else deadline.leave();
  };
  if (response.destroyed)
    leave(); // while it was let in
  else response.on('close', leave);
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
  const status = statusOfResult(result);
  const contentType = `${mediaType}; charset=utf-8`;
  const headers = ['content-type', contentType, 'cache-control', 'no-store', 'content-length'];
  const pieces = resultPieces(result);
  if (pieces) return { status, headers: [...headers, String(bytesOf(pieces))], pieces, text: '' };
  const text = JSON.stringify(result);
  const bytes = Buffer.byteLength(text);
  const encoding = bytes === text.length ? 'latin1' : 'utf8';
  return { status, headers: [...headers, String(bytes)], text, encoding };
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
    context: async () => ({
      ...{ caller: entered.caller, entered, deadline },
      ...(entered.operation.decided && { decided: entered.operation.decided }),
    }),
  });
  if (body.kind !== 'complete') throw new TypeError('incremental delivery is not offered');
  return { status: status ?? 200, headers: [...headers].flat(), text: body.string };
}

function headerMap({ headers }: IncomingMessage): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  return map;
}

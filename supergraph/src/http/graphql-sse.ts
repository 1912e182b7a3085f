import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FormattedExecutionResult } from 'graphql';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import type { Door } from '../access/door.ts';
import { LiveCredential } from '../access/live-credential.ts';
import { resultPieces } from '../execution/result-pieces.ts';
import { openPush } from '../subscriptions/push-span.ts';
import { resultText } from '../subscriptions/result-text.ts';
import { runEntered } from '../subscriptions/run-entered.ts';
import { Refusal, refuse } from '../access/refusal.ts';
import { seenBy, untilGone } from './graphql-http.ts';
import { readHttpOperation } from './read-http-operation.ts';
import { RateLimited } from '../limits/rate-limited.ts';
import { TooMuchEffort } from '../limits/too-much-effort.ts';
import { sayRate } from './rate-headers.ts';
import { sendRefusal } from './send-refusal.ts';
import type { StreamServing } from './stream-serving.ts';
import { type ReaderLimits, writeChunk } from './write-chunk.ts';

/** Milliseconds between comments that keep proxies from closing a quiet stream. */
const keepAliveMs = 12_000;

/**
 * GraphQL over SSE, distinct connections mode: one operation a request. Written here because the
 * library's server buffers without bound for a client that does not read; this one waits for it,
 * and the hub drops who falls too far behind.
 */
export function createSseHandler(serving: () => StreamServing, limits: ReaderLimits = {}) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestId = newUuid();
    response.setHeader('x-request-id', requestId);
    const refused = (error: unknown): void => {
      const errors = serving().door.errorsOf(error, requestId);
      sendRefusal(response, request.headers.accept, error, errors);
    };
    const failure = (error: unknown) => serving().door.failure(error, requestId);
    let credential: LiveCredential;
    try {
      credential = await present(serving().door, request);
      await credential.caller(requestId);
    } catch (error) {
      refused(error);
      return;
    }
    try {
      await send(response, await begin(serving(), request, response, credential, requestId), failure, limits);
    } catch (error) {
      if (isNoOperation(error)) {
        refused(error);
        return;
      }
      if (error instanceof RateLimited) sayRate(response, error.charge, error.retryAfterSeconds);
      await send(response, failure(error), failure, limits);
    } finally {
      credential.close();
    }
  };
}

async function present(door: Door, request: IncomingMessage): Promise<LiveCredential> {
  const { address } = door.originOf(request);
  return new LiveCredential(await door.present(request.headers.authorization ?? null, address));
}

function begin(
  { door, streams, runner, leases }: StreamServing,
  request: IncomingMessage,
  response: ServerResponse,
  credential: LiveCredential,
  requestId: string,
): Promise<FormattedExecutionResult | Results> {
  return leases.during(async () => {
    const { operation } = await door.receive(credential, () =>
      readHttpOperation(request, (bytes) => door.noteBody(credential, bytes)),
    );
    const { traceparent } = request.headers;
    const entered = await door.enter({ ...operation, traceparent }, credential, requestId, seenBy(request));
    sayRate(response, entered.charge);
    refuseMutationByGet(request, entered.operation.operation.operation);
    return runEntered(streams, runner, entered, credential, untilGone(response, entered));
  });
}

/** A wrong method, a wrong type, too many bytes, or nothing that was read at all; what is wrong with an operation is said in the stream. */
const isNoOperation = (error: unknown): boolean =>
  error instanceof TooMuchEffort ||
  (error instanceof Refusal && [405, 408, 413, 415].includes(error.httpStatus));

function refuseMutationByGet({ method }: IncomingMessage, operation: string): void {
  if (method === 'GET' && operation === 'mutation') throw refuse('BAD_USER_INPUT', 'Mutations need POST.');
}

type Results = AsyncGenerator<FormattedExecutionResult, void, void>;

/** Writes `next` events and one `complete`; returns when the client has everything or is gone. */
async function send(
  response: ServerResponse,
  result: FormattedExecutionResult | Results,
  failure: (error: unknown) => FormattedExecutionResult,
  limits: ReaderLimits,
): Promise<void> {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'x-accel-buffering': 'no',
  });
  response.write(':\n\n'); // some browsers wait for a first byte
  // A comment behind what the client does not take would keep its connection from being idle.
  const pinging = setInterval(() => response.writableNeedDrain || response.write(':\n\n'), keepAliveMs);
  const results = Symbol.asyncIterator in result ? result : null;
  const leave = (): void => void results?.return().catch(() => undefined);
  if (response.destroyed)
    leave(); // before it had begun
  else response.once('close', leave);
  try {
    if (results) for await (const one of results) await push(response, one, limits);
    else if (!(Symbol.asyncIterator in result)) await write(response, result, limits);
  } catch (error) {
    await write(response, failure(error), limits);
  } finally {
    clearInterval(pinging);
    response.end('event: complete\ndata:\n\n');
  }
}

async function push(
  response: ServerResponse,
  result: FormattedExecutionResult,
  limits: ReaderLimits,
): Promise<void> {
  const pushed = openPush(result, 'sse');
  await write(response, result, limits);
  pushed?.();
}

async function write(
  response: ServerResponse,
  result: FormattedExecutionResult,
  limits: ReaderLimits,
): Promise<void> {
  const pieces = resultPieces(result);
  if (!pieces) return writeChunk(response, `${beforeNext}${resultText(result)}${afterNext}`, limits);
  for (const piece of [beforeNext, ...pieces, afterNext]) await writeChunk(response, piece, limits);
}

const beforeNext = 'event: next\ndata: ';
const afterNext = '\n\n';

import type { ServerResponse } from 'node:http';
import { positionHeader, positionOwnerHeader } from '@moim/kit/server/written-position.ts';
import { type ReaderLimits, writeChunk } from './write-chunk.ts';

export interface AnswerLimits extends ReaderLimits {
  /** Milliseconds between two pieces of a subgraph's answer. */
  readonly idleMs: number;
}

/** For us, or sent in a way of its own. */
const kept = new Set<string>([positionHeader, positionOwnerHeader, 'set-cookie']);

/**
 * Hands a subgraph's answer to the client, as fast as that reads. Ends when the client has everything, or is gone.
 *
 * @throws when the subgraph stops in the middle: the head has been sent
 */
export async function sendPlain(
  response: ServerResponse,
  answer: Response,
  requestId: string,
  limits: AnswerLimits,
): Promise<void> {
  response.statusCode = answer.status;
  for (const [name, value] of answer.headers) if (!kept.has(name)) response.setHeader(name, value);
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  response.setHeader('x-request-id', requestId);
  if (answer.body) await sendBody(response, answer.body.getReader(), limits);
  response.end();
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

async function sendBody(response: ServerResponse, reader: Reader, limits: AnswerLimits): Promise<void> {
  const stop = () => void reader.cancel().catch(() => undefined);
  response.once('close', stop);
  try {
    for (;;) {
      const { done, value } = await withinMs(reader.read(), limits.idleMs);
      if (done || response.destroyed) return;
      await writeChunk(response, value, limits);
    }
  } finally {
    response.off('close', stop);
    stop();
  }
}

function withinMs<Value>(waitedFor: Promise<Value>, ms: number): Promise<Value> {
  const { promise, resolve, reject } = Promise.withResolvers<Value>();
  const timer = setTimeout(() => reject(new Error('nothing more came of an answer')), ms);
  waitedFor.then(resolve, reject);
  return promise.finally(() => clearTimeout(timer));
}

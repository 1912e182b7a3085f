import { Pool } from 'undici';
import type { ExecutionResult } from 'graphql';
import { closableStream } from './closable-stream.ts';
import { EventStreamReader, EventTooLongError, type StreamEvent } from './event-stream.ts';
import { EventTooLargeError } from './event-too-large.ts';
import { toExecutionResult } from './graphql-result.ts';
import type { Soon } from './soon.ts';
import type { SubgraphOperation } from './subgraph-connection.ts';
import type { SubgraphStreams } from './subgraph-streams.ts';
import { SubgraphUnavailableError } from './subgraph-unavailable.ts';

export interface UpstreamEventsOptions {
  readonly name: string;
  readonly url: string;
  readonly connectMs: number;
  /** Milliseconds until the answer's headers. */
  readonly answerMs: number;
  /** Who asks: each stream is a request of its own. */
  readonly headers: (operation: SubgraphOperation) => Soon<Record<string, string>>;
  /** Of one event, in characters of its text; default: 4 million. */
  readonly maxEventBytes?: number | undefined;
  /** Milliseconds without a word from a server that is known to send signs of life; default 30 s. */
  readonly silenceMs?: number;
}

/** Streams at once from one subgraph: each is a connection. */
const maxStreams = 1_024;
const defaultMaxEventBytes = 4_000_000;

/**
 * Subscriptions of one subgraph as server-sent events, the distinct connections mode of GraphQL over SSE: one POST
 * each, `next` and `complete`. There are no pings that we could send; a server that has once sent a comment to say
 * that it lives is taken for lost when it falls silent.
 */
export function openUpstreamEvents(options: UpstreamEventsOptions): SubgraphStreams {
  const { origin } = new URL(options.url);
  const { connectMs: timeout, answerMs: headersTimeout } = options;
  const pool = new Pool(origin, {
    ...{ connections: maxStreams, pipelining: 1, connect: { timeout } },
    ...{ headersTimeout, bodyTimeout: 0 },
  });
  return {
    subscribe(operation) {
      const stop = new AbortController();
      const results = readResults(pool, options, operation, stop);
      return closableStream({
        next: () => results.next(),
        close: () => {
          stop.abort();
          void results.return().catch(() => undefined);
        },
      });
    },
    close: () => pool.destroy(new SubgraphUnavailableError(options.name)),
  };
}

/** Each result as it comes; a refusal is the only one, and has no data. */
async function* readResults(
  pool: Pool,
  options: UpstreamEventsOptions,
  operation: SubgraphOperation,
  stop: AbortController,
): AsyncGenerator<ExecutionResult, void, void> {
  const { name, silenceMs = 30_000, maxEventBytes = defaultMaxEventBytes } = options;
  let wasOpen = false;
  try {
    const { statusCode, headers, body } = await post(pool, options, operation, stop.signal);
    if (!String(headers['content-type']).startsWith('text/event-stream')) {
      yield asRefusal(await body.json());
      return;
    }
    if (statusCode !== 200) throw new TypeError(`a stream with the status ${statusCode}`);
    wasOpen = true;
    for await (const event of readEvents(body, silenceMs, maxEventBytes)) {
      if (event.name === 'complete') return;
      const result = event.name === 'next' ? toExecutionResult(JSON.parse(event.data)) : null;
      if (result) yield result;
    }
    throw new TypeError('the stream broke off');
  } catch (cause) {
    if (cause instanceof EventTooLongError) throw new EventTooLargeError(name, { cause });
    throw new SubgraphUnavailableError(name, { cause, wasOpen });
  } finally {
    stop.abort();
  }
}

async function post(
  pool: Pool,
  { url, headers }: UpstreamEventsOptions,
  operation: SubgraphOperation,
  signal: AbortSignal,
) {
  const { query, variables, operationName } = operation;
  const { pathname, search } = new URL(url);
  return pool.request({
    method: 'POST',
    path: pathname + search,
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      ...(await headers(operation)),
    },
    body: JSON.stringify({ query, variables, operationName }),
    signal,
  });
}

/** What is no stream must say why in GraphQL, or it is no answer. */
function asRefusal(answer: unknown): ExecutionResult {
  const { errors } = toExecutionResult(answer) ?? {};
  if (!errors) throw new TypeError('neither a stream nor a refusal');
  return { errors };
}

async function* readEvents(
  body: AsyncIterable<unknown> & { destroy(error: Error): unknown },
  silenceMs: number,
  maxEventBytes: number,
): AsyncGenerator<StreamEvent, void, void> {
  const reader = new EventStreamReader(maxEventBytes);
  const decoder = new TextDecoder();
  let timer: NodeJS.Timeout | undefined;
  try {
    for await (const piece of body) {
      timer?.refresh();
      if (!(piece instanceof Uint8Array)) continue;
      for (const event of reader.read(decoder.decode(piece, { stream: true })))
        if (event) yield event;
        else timer ??= setTimeout(() => body.destroy(new Error('it fell silent')), silenceMs).unref();
    }
  } finally {
    clearTimeout(timer);
  }
}

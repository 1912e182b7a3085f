import type { Readable } from 'node:stream';
import { deadlineHeader } from '@moim/kit/deadline/deadline-header.ts';
import type { Pool } from 'undici';
import type { HttpCaller } from './subgraph-connection.ts';

/** Meant for one connection (RFC 9110 §7.6.1), or said by us and by nobody else. */
const notForwarded = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'host',
  'content-length',
  'expect',
  deadlineHeader,
]);

/** Sends a plain HTTP request to another process and hands its answer back as it is. */
export async function forwardRequest(
  pool: Pool,
  request: Request,
  { clientAddress }: HttpCaller,
  ourHeaders: Readonly<Record<string, string>>,
): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
  const { statusCode, headers, body } = await pool.request({
    method: request.method,
    path: `${pathname}${search}`,
    headers: { ...kept(request.headers), ...ourHeaders, 'x-moim-client-address': clientAddress },
    signal: request.signal,
    body: hasBody ? Buffer.from(await request.arrayBuffer()) : null,
  });
  const hasNoBody = statusCode === 204 || statusCode === 304 || request.method === 'HEAD';
  if (hasNoBody) await body.dump();
  return new Response(hasNoBody ? null : toWebStream(body), {
    status: statusCode,
    headers: toHeaders(headers),
  });
}

const kept = (headers: Headers): Record<string, string> =>
  Object.fromEntries([...headers].filter(([name]) => !notForwarded.has(name)));

function toHeaders(raw: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) {
    if (notForwarded.has(name)) continue;
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined) headers.append(name, one);
  }
  return headers;
}

function toWebStream(body: Readable): ReadableStream<Uint8Array> {
  const chunks: AsyncIterable<unknown> = body;
  const reader = chunks[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const chunk = await reader.next();
      if (chunk.done) controller.close();
      else controller.enqueue(toBytes(chunk.value));
    },
    cancel: () => void body.destroy(),
  });
}

const toBytes = (chunk: unknown): Uint8Array =>
  chunk instanceof Uint8Array ? chunk : new TextEncoder().encode(String(chunk));

import type { ServerResponse } from 'node:http';
import type { IncrementalResult } from '../access/partial-answers.ts';
import type { IncrementalResults } from '../graph/stream-operation.ts';
import { type ReaderLimits, writeChunk } from './write-chunk.ts';

const headers = {
  'content-type': 'multipart/mixed;boundary="-";deferSpec=20220824',
  'cache-control': 'no-store',
  // A proxy that collects the answer first would take from it what it is for.
  'x-accel-buffering': 'no',
};

/**
 * Sends an answer in parts as multipart/mixed (RFC 2046 §5.1), each when it is there and the client has taken in
 * the one before. The delimiter after a part goes with it: a client need not wait for the next to read this one.
 * Returns when the client has everything, or is gone.
 *
 * @param beforeHead - says in headers what is known when the first part is there
 */
export async function sendParts(
  response: ServerResponse,
  results: IncrementalResults,
  beforeHead: () => void,
  limits?: ReaderLimits,
): Promise<void> {
  const leave = () => void results.return();
  response.once('close', leave);
  try {
    for await (const result of results) {
      const isFirst = !response.headersSent;
      if (isFirst) beforeHead();
      if (isFirst) response.writeHead(200, headers);
      await writeChunk(response, `${isFirst ? '\r\n---\r\n' : ''}${partOf(result)}`, limits);
    }
  } finally {
    response.off('close', leave);
    response.end();
  }
}

function partOf(result: IncrementalResult): string {
  const body = JSON.stringify(result);
  const end = result.hasNext ? '---' : '-----';
  return `content-type: application/json; charset=utf-8\r\n\r\n${body}\r\n${end}\r\n`;
}

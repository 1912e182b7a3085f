import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { SecuredResponse } from './secured-response.ts';

let server: Server;
afterEach(() => server.close());

/** What a client is told of an answer that is written like this. */
async function headersOf(write: (response: SecuredResponse) => void): Promise<Record<string, string>> {
  server = createServer({ ServerResponse: SecuredResponse }, (_, response) => write(response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const { headers, status } = await fetch(`http://127.0.0.1:${port}`);
  const { date: _, connection: __, 'keep-alive': ___, ...rest } = Object.fromEntries(headers);
  return { status: String(status), ...rest };
}

const secured = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};
const json = { 'content-type': 'application/json', 'content-length': '2' };
const list = Object.entries(json).flat();

describe('an answer has the headers for browsers', () => {
  it.each<[string, (response: SecuredResponse) => void, Record<string, string>]>([
    [
      'that says nothing of itself',
      (response) => response.end('{}'),
      { 'content-length': '2', status: '200' },
    ],
    ['of a list', (response) => response.writeHead(201, list).end('{}'), { ...json, status: '201' }],
    ['of an object', (response) => response.writeHead(201, json).end('{}'), { ...json, status: '201' }],
    [
      'of a list, with a phrase',
      (response) => response.writeHead(201, 'Made', list).end('{}'),
      { ...json, status: '201' },
    ],
    [
      'of a list, where others were set before',
      (response) => response.setHeader('vary', 'origin').writeHead(200, list).end('{}'),
      { ...json, vary: 'origin', status: '200' },
    ],
    ['of a status alone', (response) => response.writeHead(204).end(), { status: '204' }],
  ])('%s', async (_, write, own) => {
    expect(await headersOf(write)).toEqual({ ...own, ...secured });
  });
});

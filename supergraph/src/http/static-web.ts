import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import sirv from 'sirv';
import { contentSecurityPolicy } from './security-headers.ts';

export type WebHandler = (request: IncomingMessage, response: ServerResponse) => void;

const fallbackPage = '200.html';
/** SvelteKit names these by their content. */
const immutable = /^\/_app\/immutable\//;

/**
 * The built web app with its page for every path; null when it has not been built. A file that is
 * gone since the start, because the app was built anew, ends that one request: the library leaves
 * the error of its stream to nobody, which would end the process.
 */
export async function createWebHandler(webRoot: string): Promise<WebHandler | null> {
  if (!existsSync(join(webRoot, fallbackPage))) return null;
  const policy = await contentSecurityPolicy(webRoot);
  const serve = sirv(webRoot, {
    single: fallbackPage,
    gzip: true,
    brotli: true,
    etag: true,
    setHeaders: (response, pathname) => {
      response.setHeader('content-security-policy', policy);
      response.setHeader(
        'cache-control',
        immutable.test(pathname) ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      notFound(response);
      return;
    }
    response.once('pipe', (file: Readable) => file.once('error', () => response.destroy()));
    serve(request, response, () => notFound(response));
  };
}

export function notFound(response: ServerResponse): void {
  response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":{"code":"NOT_FOUND"}}');
}

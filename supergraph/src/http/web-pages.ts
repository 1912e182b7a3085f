import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';

/** Which requests below a subgraph's name ask for a page of the web app. */
export interface WebPages {
  /** True for a browser that opens an address: a GET for HTML, not for a file such as a feed. */
  isPage(request: Pick<IncomingMessage, 'method' | 'headers'>, pathname: string): boolean;
}

/**
 * `app-pages.json` of the built app lists the first path segments that its pages share with a
 * subgraph's plain routes: the page `/calendar`, and the feed `/calendar/feeds/….ics`.
 */
export async function readWebPages(webRoot: string): Promise<WebPages> {
  const text = await readFile(join(webRoot, 'app-pages.json'), 'utf8').catch(() => '[]');
  const shared = new Set(z.array(z.string()).parse(JSON.parse(text)));
  return {
    isPage: ({ method, headers }, pathname) => {
      const [, first = ''] = pathname.split('/');
      const wantsPage = (method === 'GET' || method === 'HEAD') && headers.accept?.includes('text/html');
      return shared.has(first) && wantsPage === true && !isFile(pathname);
    },
  };
}

const isFile = (pathname: string): boolean => pathname.split('/').at(-1)?.includes('.') ?? false;

import type { IncomingMessage, ServerResponse } from 'node:http';
import { findHealthResponse, type Health } from '@moim/kit/server/health.ts';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';
import { type createPlainHandler, routeOwner } from './plain-routes.ts';
import { createWebHandler, notFound } from './static-web.ts';
import { readWebPages, type WebPages } from './web-pages.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface Handlers {
  /** By path. */
  readonly variants: ReadonlyMap<string, { readonly serve: Handler }>;
  readonly plain: ReturnType<typeof createPlainHandler>;
}

export interface RouterOptions {
  /** By name, as they are now. */
  readonly connections: ReadonlyMap<string, SubgraphConnection>;
  readonly webRoot?: string;
  readonly health: Health;
  /** JSON by path. */
  readonly published?: ReadonlyMap<string, string>;
}

/** One port for everything: the graph, health, the subgraphs' plain routes, and the web for the rest. */
export async function createRouter(options: RouterOptions, { variants, plain }: Handlers): Promise<Handler> {
  const web = options.webRoot === undefined ? null : await createWebHandler(options.webRoot);
  const pages: WebPages =
    web && options.webRoot !== undefined ? await readWebPages(options.webRoot) : noPages;
  const routePath: Handler = async (request, response) => {
    const pathname = pathOf(request);
    const variant = variants.get(pathname ?? '');
    if (variant) return variant.serve(request, response);
    const health = pathname === null ? null : await findHealthResponse(pathname, options.health);
    const isPlain = pathname !== null && !isInternal(pathname) && !pages.isPage(request, pathname);
    const owner = isPlain ? routeOwner(pathname, options.connections) : null;
    const published = options.published?.get(pathname ?? '');
    if (published !== undefined) sendPublished(response, published);
    else if (health) await sendJson(response, health);
    else if (owner) await plain(request, response, owner);
    else if (web && pathname !== null && !isInternal(pathname)) web(request, response);
    else notFound(response);
  };
  return (request, response) => {
    // Most requests name the graph as it is written: nothing to normalise.
    const variant = variants.get(request.url ?? '');
    return variant ? variant.serve(request, response) : routePath(request, response);
  };
}

const noPages: WebPages = { isPage: () => false };

/** Between our own processes only. */
const isInternal = (pathname: string): boolean =>
  pathname === '/internal' || pathname.startsWith('/internal/');

/** Normalised, so that `/x/../internal` is `/internal`; null for what is no path. */
export function pathOf({ url = '/' }: IncomingMessage): string | null {
  const parsed = URL.parse(url, 'http://localhost');
  return parsed?.host === 'localhost' ? parsed.pathname : null;
}

function sendPublished(response: ServerResponse, json: string): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'public, max-age=60' });
  response.end(json);
}

async function sendJson(response: ServerResponse, answer: Response): Promise<void> {
  response.writeHead(answer.status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(await answer.text());
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { within } from '../trace/span.ts';
import { type Authenticate, credentialsOf } from './authenticate.ts';
import { boundsWithin } from './bounds-within.ts';
import { callerTrace } from './caller-trace.ts';
import type { HostedSubgraph } from './host.ts';
import { refusal } from './refusal.ts';
import { jsonIn, readBody } from './request-body.ts';
import { headersOf } from './request-headers.ts';
import { questionsOf } from './route-table.ts';
import { isForShortWay, sendResult, ShortWay } from './short-way.ts';
import type { yogaFor } from './yoga-graphql.ts';

export interface OwnRequestsOptions {
  readonly hosted: HostedSubgraph;
  readonly authenticate: Authenticate;
  /** Answers operations that have no short way. */
  readonly yoga: ReturnType<typeof yogaFor>;
}

/** What our supergraph sends is all of it alike: for that the libraries would do much that nobody needs. */
export class OwnRequests {
  readonly #options: OwnRequestsOptions;
  readonly #shortWay: ShortWay;
  readonly #questions: ReturnType<typeof questionsOf>;

  constructor(options: OwnRequestsOptions) {
    const { hosted } = options;
    this.#options = options;
    this.#shortWay = new ShortWay(hosted);
    this.#questions = questionsOf(hosted.subgraph.routes, hosted.services);
  }

  /** Whether a request is one of them. */
  has(request: IncomingMessage): boolean {
    const { url = '' } = request;
    return (url === '/graphql' || this.#questions.has(url)) && isForShortWay(request);
  }

  /** Also where it fails. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await within(callerTrace({ headers: headersOf(request) }), () => this.#answer(request, response));
    } catch (error) {
      if (request.errored || response.closed) return; // nobody reads it, which is no failure of ours
      if (!request.complete) response.setHeader('connection', 'close'); // the rest of it is not read
      await sendResponse(response, await refusal(asRequest(request, ''), error, this.#options.hosted));
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { hosted, authenticate, yoga } = this.#options;
    const headers = headersOf(request);
    const identity = await authenticate(credentialsOf(headers));
    const question = this.#questions.get(request.url ?? '')?.(identity); // refuses before it reads
    const body = await readBody(request);
    if (question) return sendResult(response, await question(jsonIn(body)));
    const bounds = boundsWithin(headers, response);
    const operation = this.#shortWay.operationIn(body);
    if (operation) return sendResult(response, await hosted.execute({ ...operation, identity, bounds }));
    await sendResponse(response, await yoga.fetch(asRequest(request, body), { identity, bounds }));
  }
}

function asRequest({ url, method = 'GET', headers }: IncomingMessage, body: string | null = null): Request {
  const known = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    [value].flat().flatMap((each) => (each === undefined ? [] : [[name, each]])),
  );
  return new Request(new URL(url ?? '/', 'http://subgraph.internal'), { method, headers: known, body });
}

async function sendResponse(response: ServerResponse, answer: Response): Promise<void> {
  const body = Buffer.from(await answer.arrayBuffer());
  if (response.closed) return;
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(body);
}

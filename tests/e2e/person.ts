import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Client, createClient, type FormattedExecutionResult as ExecutionResult } from 'graphql-ws';
import { WebSocket } from 'ws';

const answerBody = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.record(z.string(), z.unknown()).default({}),
      }),
    )
    .optional(),
});

export interface GraphQLAnswer {
  readonly status: number;
  readonly body: z.output<typeof answerBody>;
}

/** One signed-up person with an API client of their own. */
export interface Person {
  readonly memberId: string;
  readonly handle: string;
  readonly accessToken: string;
  /** HTTP POST to /graphql as this person. */
  ask(query: string, variables?: Record<string, unknown>): Promise<GraphQLAnswer>;
  /** The `data` of an answer without errors. */
  data(query: string, variables?: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** The same, in the shape that a test goes on with. */
  read<Shape extends z.ZodType>(
    shape: Shape,
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<z.output<Shape>>;
  /** A live subscription over a socket of its own. */
  listen(
    query: string,
    variables?: Record<string, unknown>,
    onResult?: (result: ExecutionResult) => void,
  ): Listening;
  close(): Promise<void>;
}

/** What a subscription has answered so far, in order. */
export interface Listening {
  readonly results: ExecutionResult[];
  /** Set when the server ended it: null for a plain end, else what it said. */
  readonly ended: Promise<unknown>;
  /** Resolves with the first `count` results. */
  next(count: number): Promise<ExecutionResult[]>;
  stop(): void;
}

export interface SignUp {
  readonly name?: string;
  readonly handle?: string;
  readonly password?: string;
}

const session = z.object({ accessToken: z.string(), viewer: z.object({ id: z.string() }) });

/** Signs up as an API client with an account of its own. */
export async function signUp(
  url: string,
  { name = 'Someone', handle, password = 'correct horse 7 battery' }: SignUp = {},
): Promise<Person> {
  const own = handle ?? `p${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const response = await fetch(`${url}/auth/sign-up`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client: 'api', handle: own, password, name }),
  });
  if (response.status !== 201)
    throw new Error(`sign-up answered ${response.status}: ${await response.text()}`);
  const { accessToken, viewer } = session.parse(await response.json());
  return personOf(url, own, accessToken, viewer.id);
}

/** Logs in as an API client with an account that is there already. */
export async function logInAs(
  url: string,
  { handle, password }: { readonly handle: string; readonly password: string },
): Promise<Person> {
  const response = await fetch(`${url}/auth/log-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client: 'api', handle, password }),
  });
  if (!response.ok) throw new Error(`log-in answered ${response.status}: ${await response.text()}`);
  const { accessToken, viewer } = session.parse(await response.json());
  return personOf(url, handle, accessToken, viewer.id);
}

function personOf(url: string, handle: string, accessToken: string, memberId: string): Person {
  const sockets = new Set<Client>();
  const data: Person['data'] = async (query, variables) => {
    const { body } = await askAs(url, accessToken, query, variables);
    if (body.errors || !body.data) throw new Error(JSON.stringify(body));
    return body.data;
  };
  return {
    memberId,
    handle,
    accessToken,
    ask: (query, variables) => askAs(url, accessToken, query, variables),
    data,
    read: async (shape, query, variables) => shape.parse(await data(query, variables)),
    listen: (query, variables, onResult) => {
      const socket = socketFor(url, accessToken);
      sockets.add(socket);
      return listenTo(socket, query, variables, onResult);
    },
    close: async () => {
      for (const socket of sockets) await socket.dispose();
    },
  };
}

export async function askAs(
  url: string,
  accessToken: string | null,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<GraphQLAnswer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(accessToken ? { authorization: `Bearer ${accessToken}` } : {}),
    },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, body: answerBody.parse(await response.json()) };
}

export function listenTo(
  client: Client,
  query: string,
  variables: Record<string, unknown> = {},
  onResult: (result: ExecutionResult) => void = () => undefined,
): Listening {
  const results: ExecutionResult[] = [];
  const waiting = new Set<() => void>();
  const wake = () => waiting.forEach((check) => check());
  let stop: () => void = () => undefined;
  const ended = new Promise<unknown>((resolve) => {
    const sink = {
      next: (result: ExecutionResult) => {
        results.push(result);
        onResult(result);
        wake();
      },
      error: resolve,
      complete: () => resolve(null),
    };
    stop = client.subscribe({ query, variables }, sink);
  });
  const next = (count: number) =>
    new Promise<ExecutionResult[]>((resolve) => {
      const check = () => {
        if (results.length < count) return;
        waiting.delete(check);
        resolve(results.slice(0, count));
      };
      waiting.add(check);
      check();
    });
  return { results, ended, next, stop: () => stop() };
}

export function socketFor(url: string, accessToken: string | null): Client {
  return createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: accessToken ? { authorization: `Bearer ${accessToken}` } : {},
  });
}

export const newId = (): string => randomUUID();

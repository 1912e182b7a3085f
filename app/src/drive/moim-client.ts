import { type Client, createClient } from 'graphql-ws';
import { z } from 'zod';

/** A member at a running server, over its public door only. */
export interface MoimClient {
  readonly url: string;
  /** The data of an answer without errors; throws what the server said. */
  ask<Shape extends z.ZodType>(
    shape: Shape,
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<z.output<Shape>>;
  /** Follows a subscription over graphql-transport-ws; reconnects by itself. Returns how to stop. */
  follow<Shape extends z.ZodType>(shape: Shape, request: Subscription<z.output<Shape>>): () => void;
  close(): Promise<void>;
}

interface Subscription<Data> {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly onData: (data: Data) => void;
}

export interface Account {
  readonly url: string;
  readonly as: string;
  readonly password: string;
}

const session = z.object({ accessToken: z.string() });
const answer = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});

/** @throws {Error} for the person at the terminal: nothing answers there, or it refuses */
export async function logIn({ url, as, password }: Account): Promise<MoimClient> {
  const response = await reach(`${url}/auth/log-in`, { client: 'api', handle: as, password });
  if (!response.ok) throw new Error(`${url} refused the log-in of ${as} (${response.status}).`);
  return clientWith(url, session.parse(await response.json()).accessToken);
}

/** As whom a token speaks for; its socket is opened by the first subscription. */
export function clientWith(url: string, accessToken: string): MoimClient {
  const authorization = `Bearer ${accessToken}`;
  let socket: Client | null = null;
  const openSocket = () =>
    (socket ??= createClient({
      url: `${url.replace(/^http/, 'ws')}/graphql`,
      connectionParams: { authorization },
      retryAttempts: Infinity,
      shouldRetry: () => true,
    }));

  return {
    url,
    ask: async (shape, query, variables = {}) => {
      const response = await reach(`${url}/graphql`, { query, variables }, { authorization });
      const { data, errors } = answer.parse(await response.json());
      if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
      return shape.parse(data);
    },
    follow: (shape, { query, variables, onData }) =>
      openSocket().subscribe(
        { query, variables },
        {
          next: ({ data }) => {
            const read = shape.safeParse(data);
            if (read.success) onData(read.data);
          },
          error: () => undefined,
          complete: () => undefined,
        },
      ),
    close: async () => socket?.dispose(),
  };
}

async function reach(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Error(`Nothing answers at ${url}. Is the server running (npm start), and is --url right?`);
  }
}

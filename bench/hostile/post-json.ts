import { type Agent, request } from 'node:http';

export interface Posted {
  /** 0: the connection ended without an answer. */
  readonly status: number;
  readonly text: string;
}

interface Connection {
  readonly agent: Agent;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * One POST to `/graphql`; never rejects. Sent again, as browsers do, where a kept connection was closed by the server
 * while this was on its way.
 */
export function postJson(url: string, body: unknown, connection: Connection): Promise<Posted> {
  const bytes = Buffer.from(JSON.stringify(body));
  return new Promise((resolve) => send(url, bytes, connection, resolve));
}

function send(
  url: string,
  bytes: Buffer,
  { agent, headers }: Connection,
  done: (posted: Posted) => void,
): void {
  const sending = request(`${url}/graphql`, {
    ...{ method: 'POST', agent },
    headers: { 'content-type': 'application/json', 'content-length': bytes.length, ...headers },
  });
  sending.on('error', () => {
    if (sending.reusedSocket) send(url, bytes, { agent, headers }, done);
    else done({ status: 0, text: '' });
  });
  sending.on('response', (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (part: string) => (text += part));
    response.on('error', () => done({ status: 0, text }));
    response.on('end', () => done({ status: response.statusCode ?? 0, text }));
  });
  sending.end(bytes);
}

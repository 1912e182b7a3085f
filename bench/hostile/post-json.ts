import { type Agent, request } from 'node:http';

export interface Posted {
  /** 0: the connection ended without an answer. */
  readonly status: number;
  readonly text: string;
}

/** One POST to `/graphql`; never rejects. */
export function postJson(
  url: string,
  body: unknown,
  { agent, headers }: { readonly agent: Agent; readonly headers: Readonly<Record<string, string>> },
): Promise<Posted> {
  const bytes = Buffer.from(JSON.stringify(body));
  return new Promise((resolve) => {
    const sending = request(`${url}/graphql`, {
      ...{ method: 'POST', agent },
      headers: { 'content-type': 'application/json', 'content-length': bytes.length, ...headers },
    });
    sending.on('error', () => resolve({ status: 0, text: '' }));
    sending.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('error', () => resolve({ status: 0, text }));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sending.end(bytes);
  });
}

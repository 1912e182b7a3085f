import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const message = z.strictObject({ text: z.string() });

/** A real server in the place of Slack. */
export interface WebhookServer {
  readonly url: URL;
  /** Texts that it took, oldest first. */
  readonly taken: string[];
  /** How it answers from now on; null: not at all. */
  answer: { readonly status: number; readonly location?: string } | null;
  close(): Promise<void>;
}

/** On a free port of this machine; keeps what it is sent, and answers as the test says. */
export async function startWebhookServer(): Promise<WebhookServer> {
  const http = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { answer } = server;
      if (!answer) return;
      const { status, location } = answer;
      if (status === 200) server.taken.push(readText(Buffer.concat(chunks)));
      response.writeHead(status, location ? { location } : {}).end('ok');
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const server: WebhookServer = {
    url: new URL(`http://127.0.0.1:${portOf(http.address())}/services/T0/B0/secret`),
    taken: [],
    answer: { status: 200 },
    close: async () => {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return server;
}

/** As Slack shows it. */
function readText(body: Buffer): string {
  const { text } = message.parse(JSON.parse(body.toString()));
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

const portOf = (address: AddressInfo | string | null): number =>
  address && typeof address === 'object' ? address.port : 0;

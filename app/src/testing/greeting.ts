import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../configuration.ts';

const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9")
type Query { greeting: String }`;

/**
 * The smallest subgraph there is, added by the command.
 *
 * @param environment - says to which installation: MOIM_DATA or MOIM_EXTENSIONS
 * @returns how to stop it
 */
export async function addGreeting(environment: Readonly<Record<string, string>>): Promise<() => void> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece) => (body += String(piece)));
    request.on('end', () => {
      const data = body.includes('_service') ? { _service: { sdl } } : { greeting: 'hello' };
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ data }));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`;
  await promisify(execFile)(process.execPath, [join(root, 'tools/schema.ts'), '--add', `greeting=${url}`], {
    env: { PATH: process.env['PATH'], ...environment },
  });
  return () => {
    server.closeAllConnections();
    server.close();
  };
}

/** What the graph says to `{ greeting }`, as text. @param authorization - of whoever asks; default: nobody */
export async function askGreeting(url: string, authorization?: string): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    body: JSON.stringify({ query: '{ greeting }' }),
  });
  return response.text();
}

import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { otherOriginPort } from './other-origin.ts';
import { password, test as base } from './people.ts';

const build = fileURLToPath(new URL('../../../web/build', import.meta.url));
const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

/** The built files as any web server would serve them, their pages told where the graph is. */
function serveBuild(apiUrl: string, port: number): Promise<Server> {
  const page = readFileSync(join(build, '200.html'), 'utf8').replace(
    'name="moim-api" content=""',
    `name="moim-api" content="${apiUrl}"`,
  );
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = join(build, pathname);
    const type = types[extname(pathname)];
    if (type === undefined || !existsSync(file))
      return void response.writeHead(200, { 'content-type': 'text/html' }).end(page);
    createReadStream(file).pipe(response.writeHead(200, { 'content-type': type }));
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

const test = base.extend<{ appUrl: string }>({
  appUrl: async ({ baseURL }, use) => {
    const port = otherOriginPort(Number(new URL(baseURL ?? '').port));
    const server = await serveBuild(baseURL ?? '', port);
    await use(`http://localhost:${port}`);
    server.closeAllConnections();
    server.close();
  },
});

test('the app works from another origin of the same site: log-in, live socket, a reload', async ({
  account,
  page,
  appUrl,
  baseURL,
}) => {
  const sockets: string[] = [];
  page.on('websocket', (socket) => sockets.push(socket.url()));
  const { handle } = await account('Elsewhere');
  await page.goto(`${appUrl}/log-in`);
  await page.locator('input[autocomplete=username]').fill(handle);
  await page.locator('input[type=password]').fill(password);
  await page.locator('form button[type=submit]').click();
  await expect(page.getByRole('navigation')).toBeVisible();
  await expect.poll(() => sockets.length).toBeGreaterThan(0);
  expect(new URL(sockets[0] ?? '').host).toBe(new URL(baseURL ?? '').host);
  // The session lives in the cookie of the graph's host, which is another origin than the page's.
  await page.reload();
  await expect(page.getByRole('navigation')).toBeVisible();
  expect(new URL(page.url()).origin).toBe(appUrl);
});

test('a page of an origin that was not named reads nothing', async ({ page, baseURL }) => {
  await page.route('http://localhost:20999/**', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>elsewhere</title>' }),
  );
  await page.goto('http://localhost:20999/');
  const read = (url: string) =>
    page.evaluate(async (target) => {
      const response = await fetch(target, { credentials: 'include' }).catch(() => null);
      return response === null ? 'kept away' : response.text();
    }, url);
  expect(await read(`${baseURL}/graphql?query={__typename}`)).toBe('kept away');
});

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fixture, startFixture } from '../testing/fixture.ts';

const starter = 'start("here")';
const page = `<!doctype html><script>${starter}</script><script src="/_app/immutable/a.js"></script>`;

describe('the web app', () => {
  let folder: string;
  let graph: Fixture;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'moim-web-'));
    await mkdir(join(folder, '_app/immutable'), { recursive: true });
    await writeFile(join(folder, '200.html'), page);
    await writeFile(join(folder, 'app-pages.json'), '["rooms"]');
    await writeFile(join(folder, '_app/immutable/a.js'), 'export {}');
    await writeFile(join(folder, '_app/immutable/a.js.br'), 'compressed');
    await writeFile(join(folder, '_app/immutable/gone.js'), 'export {}');
    graph = await startFixture('in-process', { webRoot: folder });
  });
  afterAll(async () => {
    await graph.close();
    await rm(folder, { recursive: true });
  });

  it.each(['/', '/explorer', '/rooms-list/anything', '/settings'])(
    'answers %s with its page',
    async (path) => {
      const response = await fetch(`${graph.url}${path}`);
      expect(response.status).toBe(200);
      expect(await response.text()).toBe(page);
      expect(response.headers.get('cache-control')).toBe('no-cache');
    },
  );

  it('may run its own scripts only, and be framed by nobody', async () => {
    const { headers } = await fetch(graph.url);
    const policy = headers.get('content-security-policy') ?? '';
    const hash = createHash('sha256').update(starter).digest('base64');
    expect(policy).toContain(`script-src 'self' 'sha256-${hash}';`);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  });

  it('keeps for ever what is named by its content, compressed when that is there', async () => {
    const response = await fetch(`${graph.url}/_app/immutable/a.js`, {
      headers: { 'accept-encoding': 'br' },
    });
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('content-encoding')).toBe('br');
    await response.body?.cancel();
  });

  it('outlives a build that takes a file away', async () => {
    const gone = join(folder, '_app/immutable/gone.js');
    expect((await fetch(`${graph.url}/_app/immutable/gone.js`)).status).toBe(200);
    await rm(gone);
    await expect(
      fetch(`${graph.url}/_app/immutable/gone.js`).then((answer) => answer.text()),
    ).rejects.toThrow();
    expect((await fetch(`${graph.url}/settings`)).status).toBe(200);
  });

  it.each([
    ['a page that is called like a subgraph', 'GET', '/rooms/anything', 'text/html,*/*', true],
    ['the same for a program', 'GET', '/rooms/anything', 'application/json', false],
    ['a file, also for a browser', 'GET', '/rooms/feed.ics', 'text/html,*/*', false],
    ['what is not read', 'POST', '/rooms/anything', 'text/html', false],
    ['another subgraph', 'GET', '/people/anything', 'text/html', false],
  ])('%s: %s %s for %s', async (_, method, path, accept, isPage) => {
    const response = await fetch(`${graph.url}${path}`, { method, headers: { accept } });
    expect((await response.text()) === page).toBe(isPage);
  });

  it('is only read', async () => {
    expect((await fetch(`${graph.url}/settings`, { method: 'POST', body: 'x' })).status).toBe(404);
    const head = await fetch(`${graph.url}/settings`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('does not answer for the graph or what is between our processes', async () => {
    expect((await fetch(`${graph.url}/internal/sessions`)).status).toBe(404);
    expect((await fetch(`${graph.url}/graphql`)).status).toBe(400);
    expect((await fetch(`${graph.url}/rooms/nothing`)).status).toBe(404);
  });
});

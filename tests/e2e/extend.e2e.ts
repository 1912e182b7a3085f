import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { findFreePort } from '@moim/kit/db/embedded-postgres/free-port.ts';
import { askAs, type Person, signUp } from './person.ts';
import { type Extension, startExtension } from './extension-program.ts';
import { type Stack, startStack } from './stack.ts';
import { newTrip } from './web/trips.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'docs/extend.md'), 'utf8');
const blocks = (language: string): string[] =>
  Array.from(page.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g')), ([, text = '']) => text);
const [program = ''] = blocks('js');
const [start = '', add = '', report = '', remove = ''] = blocks('sh');
const [reported = ''] = blocks('json');
const [, question = ''] = /-d '(\{.+\})'/.exec(report) ?? [];

/** In seconds, not in the minutes that the commands would have. */
const soon = { timeout: 40_000, interval: 200 };

/** Over two supergraphs; `npm start` does it in `run.integration.test.ts`. */
describe('docs/extend.md', () => {
  const folder = mkdtempSync(join(tmpdir(), 'moim-extend-'));
  const environment = { MOIM_EXTENSIONS: join(folder, 'extensions') };
  let stack: Stack;
  let minji: Person;
  let weather: Extension;
  let weatherPort: number;

  /** As it is written, with the ports of this test. */
  const run = async (command: string) => {
    const here = command.replace('127.0.0.1:4107', `127.0.0.1:${weatherPort}`);
    const env = { ...process.env, ...environment, NO_UPDATE_NOTIFIER: '1' };
    return (await promisify(execFile)('sh', ['-c', here], { cwd: root, env })).stdout;
  };
  const startWeather = () =>
    startExtension(start, folder, { PORT: String(weatherPort), MOIM_URL: stack.url }, weatherPort);
  const isServed = (at: string) =>
    vi.waitFor(async () => {
      const { body } = await askAs(at, minji.accessToken, '{ weather(place: "Seoul") { celsius } }');
      expect(body).toEqual({ data: { weather: null } });
    }, soon);

  beforeAll(async () => {
    writeFileSync(join(folder, 'weather.mjs'), program);
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    stack = await startStack({ execution: 'processes', environment, supergraphs: 2 });
    minji = await signUp(stack.url, { name: '이민지' });
    weatherPort = await findFreePort();
    weather = await startWeather();
  });
  afterAll(async () => {
    await minji.close();
    await weather.kill();
    await stack.close();
    rmSync(folder, { recursive: true });
  });

  it('joins while everything runs, at every supergraph and for integrators', async () => {
    expect(await run(add)).toContain('added Query.weather: Weather');
    for (const url of stack.urls) {
      await isServed(url);
      await isServed(`${url}/integrator`);
    }
  });

  it('knows who asks, and is asked together with our subgraphs', async () => {
    const { query } = z.object({ query: z.string() }).parse(JSON.parse(question));
    expect((await minji.ask(query)).body).toEqual(JSON.parse(reported));
    const id = await newTrip(minji, 'Site visit', 'Busan');
    const trip =
      '($id: ID!) { travelPlan(id: $id) { title city { name(locale: EN) } pack author { name } } }';
    expect((await minji.ask(`query ${trip}`, { id })).body).toEqual({
      data: {
        travelPlan: {
          ...{ title: 'Site visit', city: { name: 'Busan' }, pack: 'A coat.' },
          author: { name: '이민지' },
        },
      },
    });
  });

  const listening = 'subscription { weatherReported(place: "Jeju") { celsius reportedBy { name } } }';
  const tell = (place: string, celsius: number) =>
    minji.ask(`mutation { reportWeather(place: "${place}", celsius: ${celsius}) { celsius } }`);

  it('streams, and streams again after it was killed', async () => {
    const jeju = minji.listen(listening);
    const isHeard = (celsius: number, count: number) =>
      vi.waitFor(async () => {
        await tell('Jeju', celsius);
        expect(jeju.results.length).toBeGreaterThanOrEqual(count);
      }, soon);
    await isHeard(17, 1);
    expect(jeju.results[0]).toEqual({
      data: { weatherReported: { celsius: 17, reportedBy: { name: '이민지' } } },
    });
    await weather.kill();
    const { body } = await minji.ask('{ me { member { name } } weather(place: "Jeju") { celsius } }');
    expect(body).toMatchObject({
      data: { me: { member: { name: '이민지' } }, weather: null },
      errors: [{ path: ['weather'], extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'weather' } }],
    });
    weather = await startWeather();
    const before = jeju.results.length;
    await isHeard(18, before + 1);
    expect(jeju.results[before]).toMatchObject({
      data: { weatherReported: { celsius: 18, reportedBy: { name: '이민지' } } },
      extensions: { subscription: { reconnected: true } },
    });
    jeju.stop();
  });

  it('has its errors treated as ours', async () => {
    const errorOf = async (place: string, celsius: number) => {
      const { body } = await tell(place, celsius);
      return body.errors?.map(({ message, extensions: { code, retryable, subgraph } }) => [
        ...[message, code, retryable, subgraph],
      ]);
    };
    expect(await errorOf('Busan', 400)).toEqual([
      ['Nowhere is it like this.', 'BAD_USER_INPUT', false, 'weather'],
    ]);
    expect(await errorOf('Atlantis', 20)).toEqual([
      ['Something went wrong in an extension.', 'INTERNAL', true, 'weather'],
    ]);
    const nobody = await askAs(
      stack.url,
      null,
      'mutation { reportWeather(place: "Busan", celsius: 1) { celsius } }',
    );
    expect(nobody.body.errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
  });

  it('is taken out, and the rest stays', async () => {
    expect(await run('npm run schema -- --list')).toContain(
      `weather\thttp://127.0.0.1:${weatherPort}/graphql\tevents`,
    );
    await run(remove);
    for (const url of stack.urls)
      await vi.waitFor(async () => {
        const { body } = await askAs(url, minji.accessToken, '{ weather(place: "Seoul") { celsius } }');
        expect(body.errors?.[0]?.message).toContain('Cannot query field "weather"');
      }, soon);
    expect(await minji.data('{ me { member { name } } }')).toEqual({ me: { member: { name: '이민지' } } });
  });
});

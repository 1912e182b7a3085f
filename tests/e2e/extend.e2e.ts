import { execFile } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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
import { tidesProgram } from './tides-program.ts';
import { newTrip } from './web/trips.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'docs/extend.md'), 'utf8');
const blocks = (language: string): string[] =>
  Array.from(page.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g')), ([, text = '']) => text);
const [program = ''] = blocks('js');
const [start = '', add = '', report = '', remove = '', startPython = '', addPython = ''] = blocks('sh');
const [pythonProgram = ''] = blocks('py');
const [reported = ''] = blocks('json');
const [, question = ''] = /-d '(\{.+\})'/.exec(report) ?? [];

const memberIn = z.object({
  data: z.object({ me: z.object({ member: z.object({ id: z.string() }) }) }),
});

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

  it('may say that a stream is shared and resumed: one for two viewers, without a gap over a restart', async () => {
    writeFileSync(join(folder, 'tides.mjs'), tidesProgram);
    const port = await findFreePort();
    const startTides = () => startExtension('node tides.mjs', folder, { PORT: String(port) }, port);
    let tides = await startTides();
    await run(`npm run schema -- --add tides=http://127.0.0.1:${port}/graphql --streams events`);
    const areStreams = (count: number) =>
      vi.waitFor(
        async () =>
          expect((await minji.ask('{ tideStreams }')).body).toEqual({ data: { tideStreams: count } }),
        soon,
      );
    await areStreams(0);
    const jun = await signUp(stack.url, { name: '박준' });
    const both = [minji, jun].map((one) => one.listen('subscription { tides(afterSeq: 0) { seq } }'));
    const rise = (count: number) => minji.ask(`mutation { rise(count: ${count}) }`);
    const areHeard = async (count: number) => {
      const seqs = Array.from({ length: count }, (_, index) => ({ data: { tides: { seq: index + 1 } } }));
      for (const listening of both) expect(await listening.next(count)).toEqual(seqs);
    };
    await rise(3);
    await areHeard(3);
    await areStreams(1);
    await tides.kill();
    appendFileSync(join(folder, 'tides.log'), 'tide\ntide\n'); // while nobody could be told
    tides = await startTides();
    await areHeard(5);
    await vi.waitFor(async () => expect((await rise(2)).body).toEqual({ data: { rise: 7 } }), soon);
    await areHeard(7);
    await areStreams(1);
    for (const listening of both) listening.stop();
    await jun.close();
    await run('npm run schema -- --remove tides');
    await tides.kill();
  });

  it('may be written in another language', async () => {
    writeFileSync(join(folder, 'lucky.py'), pythonProgram);
    const port = await findFreePort();
    const lucky = await startExtension(startPython.trim(), folder, { PORT: String(port) }, port);
    await run(addPython.replace('127.0.0.1:4108', `127.0.0.1:${port}`));
    const numberOf = (id: string) => (Buffer.from(id).reduce((sum, byte) => sum + byte, 0) % 49) + 1;
    await vi.waitFor(async () => {
      const { body } = await minji.ask('{ luckyNumber me { member { id name luckyNumber } } }');
      const { id } = memberIn.parse(body).data.me.member;
      expect(body).toEqual({
        data: {
          luckyNumber: 7,
          me: { member: { id, name: '이민지', luckyNumber: numberOf(id) } },
        },
      });
    }, soon);
    await run('npm run schema -- --remove lucky');
    await lucky.kill();
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

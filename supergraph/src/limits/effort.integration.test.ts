import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { SupergraphOptions } from '../supergraph-options.ts';
import { listen, post, socketClient } from '../testing/clients.ts';
import { type Fixture, startFixture } from '../testing/fixture.ts';

const started: Fixture[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((graph) => graph.close()));
});

/** Enough for ten refusals of one document, which is read once; and nothing comes back while a test lasts. */
async function start(options: Partial<SupergraphOptions> = {}): Promise<Fixture> {
  const effort = { atOnce: 17.5, perSecond: 0.001 };
  const graph = await startFixture('in-process', { effort, ...options });
  started.push(graph);
  return graph;
}

const faulty = '{ nothing }';
const good = '{ people { id } }';
const coded = z.object({ errors: z.array(z.object({ extensions: z.looseObject({ code: z.string() }) })) });
const firstCode = (body: unknown) => coded.parse(body).errors[0]?.extensions.code;

async function codesOf(graph: Fixture, queries: readonly string[], authorization: string): Promise<string[]> {
  const codes: string[] = [];
  for (const query of queries) {
    const { body } = await post(graph.url, query, { headers: { authorization } });
    codes.push(body.errors ? (firstCode(body) ?? '') : 'answered');
  }
  return codes;
}

describe('whose documents are refused time and again', () => {
  it('is refused before anything is read, until they have waited', async () => {
    const graph = await start();
    const ann = await graph.authorization('ann');
    const codes = await codesOf(
      graph,
      Array.from({ length: 13 }, () => faulty),
      ann,
    );
    // The first is read and refused, which are nine; the others are known.
    expect(codes).toEqual([...Array.from({ length: 10 }, () => 'BAD_USER_INPUT'), ...three('RATE_LIMITED')]);
    const { status, headers, body } = await post(graph.url, good, { headers: { authorization: ann } });
    expect([status, Number(headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect(body).toEqual({
      errors: [
        {
          message: 'Too many of your documents were new here, or refused.',
          extensions: expect.objectContaining({ code: 'RATE_LIMITED', retryable: true }),
        },
      ],
    });
  });

  it('alone: not who asks from the same address, and not nobody', async () => {
    const graph = await start();
    await codesOf(
      graph,
      Array.from({ length: 13 }, () => faulty),
      await graph.authorization('ann'),
    );
    expect(await codesOf(graph, [good], await graph.authorization('bob'))).toEqual(['answered']);
    expect((await post(graph.url, good)).body.errors).toBeUndefined();
  });

  it('as nobody is known by where they ask from', async () => {
    const graph = await start();
    for (let times = 0; times < 10; times += 1) await post(graph.url, faulty);
    expect((await post(graph.url, good)).status).toBe(429);
    expect(await codesOf(graph, [good], await graph.authorization('ann'))).toEqual(['answered']);
  });

  it('as nobody is known by the network of 64 bits, where they have any address they like', async () => {
    const graph = await start({ trustedProxies: ['127.0.0.1'] });
    const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
    for (let times = 0; times < 10; times += 1) await post(graph.url, faulty, from(`2001:db8:1:2::${times}`));
    expect((await post(graph.url, good, from('2001:db8:1:2:3::4'))).status).toBe(429);
    expect((await post(graph.url, good, from('2001:db8:1:3::1'))).status).toBe(200);
  });

  it('is refused over server-sent events as over HTTP', async () => {
    const graph = await start();
    const authorization = await graph.authorization('ann');
    await codesOf(
      graph,
      Array.from({ length: 10 }, () => faulty),
      authorization,
    );
    const response = await fetch(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: good }),
    });
    expect([response.status, firstCode(await response.json())]).toEqual([429, 'RATE_LIMITED']);
  });

  it('is told over WebSocket, and who does not listen is closed', async () => {
    const graph = await start();
    const client = socketClient(graph.url, await graph.authorization('ann'));
    const open = listen(client, 'subscription { ticks }'); // else each has a socket of its own
    const ends: unknown[] = [];
    for (let times = 0; times < 62; times += 1) ends.push(await listen(client, faulty).ended);
    expect(firstCode({ errors: ends[0] })).toBe('BAD_USER_INPUT');
    expect(firstCode({ errors: ends[10] })).toBe('RATE_LIMITED');
    expect(await open.ended).toMatchObject({ code: 1008 });
    await client.dispose();
  });
});

const three = (code: string) => [code, code, code];

describe('a document', () => {
  it('that is new costs something, and nothing when it comes again', async () => {
    const graph = await start();
    const ann = await graph.authorization('ann');
    const document = '{ people { id } }'; // eight units
    const codes = await codesOf(
      graph,
      [document, document, document, `${document} #2`, `${document} #3`],
      ann,
    );
    expect(codes).toEqual(Array.from({ length: 5 }, () => 'answered'));
    expect(await codesOf(graph, [document], ann)).toEqual(['RATE_LIMITED']);
  });

  it('costs again for each choice of what is deferred that is planned, and nothing for those that are known', async () => {
    // Twelve units a plan.
    const graph = await start({ effort: { atOnce: 30.5, perSecond: 0.001 } });
    const [ann, bob] = [await graph.authorization('ann'), await graph.authorization('bob')];
    const ask = async (authorization: string, ...deferred: string[]) => {
      const answer = await fetch(`${graph.url}/graphql`, {
        method: 'POST',
        headers: {
          authorization,
          'content-type': 'application/json',
          accept: 'multipart/mixed, application/json',
        },
        body: JSON.stringify({
          query: `query ($a: Boolean!, $b: Boolean!) {
            people { id ... @defer(if: $a) { name } ... @defer(if: $b) { mood } }
          }`,
          variables: { a: deferred.includes('a'), b: deferred.includes('b') },
        }),
      });
      const isInParts = answer.headers.get('content-type')?.startsWith('multipart/mixed');
      return answer.status === 200 ? (isInParts ? 'in parts' : 'whole') : firstCode(await answer.json());
    };
    expect(await ask(ann, 'a')).toBe('in parts'); // paid with the document
    expect(await ask(ann, 'a')).toBe('in parts');
    expect(await ask(ann)).toBe('whole');
    expect(await ask(ann, 'b')).toBe('in parts');
    expect(await ask(ann, 'b')).toBe('in parts');
    expect(await ask(ann, 'a', 'b')).toBe('in parts'); // the last that there was something for
    expect(await ask(ann, 'a')).toBe('RATE_LIMITED');
    expect(await ask(bob, 'a', 'b')).toBe('in parts');
  });

  it('that is no JSON costs too', async () => {
    const graph = await start();
    const authorization = await graph.authorization('ann');
    const send = async () =>
      fetch(`${graph.url}/graphql`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: '{',
      });
    for (let times = 0; times < 18; times += 1) expect((await send()).status).toBe(400);
    expect((await send()).status).toBe(429);
  });
});

it('a long body of whoever is refused is not read: the connection ends with the answer', async () => {
  const graph = await start();
  const authorization = await graph.authorization('ann');
  await codesOf(
    graph,
    Array.from({ length: 10 }, () => faulty),
    authorization,
  );
  const { status, connection } = await new Promise<{ status: number | undefined; connection: unknown }>(
    (resolve, reject) => {
      const sending = request(`${graph.url}/graphql`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', 'content-length': 2_000_000 },
      });
      sending.on('error', reject).on('response', ({ statusCode, headers }) => {
        sending
          .off('error', reject)
          .on('error', () => undefined)
          .destroy();
        resolve({ status: statusCode, connection: headers.connection });
      });
      sending.write('{');
    },
  );
  expect([status, connection]).toEqual([429, 'close']);
});

describe('whoever goes on although they have used theirs up', () => {
  it('has four told so in turn, and the connections of more than that ended', async () => {
    const graph = await start();
    const authorization = await graph.authorization('ann');
    await codesOf(
      graph,
      Array.from({ length: 10 }, () => faulty),
      authorization,
    );
    const answers = await Promise.all(
      Array.from({ length: 12 }, () =>
        fetch(`${graph.url}/graphql`, {
          method: 'POST',
          headers: { authorization, 'content-type': 'application/json' },
          body: JSON.stringify({ query: good }),
        }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 429));
    const ended = answers.filter(({ headers }) => headers.get('connection') === 'close');
    expect(ended.length).toBeGreaterThan(0);
    expect(ended.length).toBeLessThanOrEqual(8);
  });
});

describe('a body', () => {
  it('that is large costs something, also with a document that is known', async () => {
    const graph = await start();
    const ann = await graph.authorization('ann');
    const send = async () => {
      const body = JSON.stringify({ query: good, variables: { pad: 'x'.repeat(33_000) } });
      const headers = { authorization: ann, 'content-type': 'application/json' };
      return (await fetch(`${graph.url}/graphql`, { method: 'POST', headers, body })).status;
    };
    // Eight for the document, and four each time.
    expect([await send(), await send(), await send()]).toEqual([200, 200, 429]);
  });

  it('that is too large costs more than another refusal, and its connection goes on', async () => {
    const graph = await start();
    const authorization = await graph.authorization('ann');
    const send = () =>
      fetch(`${graph.url}/graphql`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: 'x'.repeat(110_000),
      });
    const first = await send();
    expect([first.status, first.headers.get('connection')]).toEqual([413, 'keep-alive']);
    expect([(await send()).status, (await send()).status]).toEqual([413, 429]);
  });

  it('that nests deeper than anybody needs is not parsed', async () => {
    const graph = await start();
    const body = `{"query":${JSON.stringify(good)},"variables":{"a":${'['.repeat(2_000)}${']'.repeat(2_000)}}}`;
    const response = await fetch(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { authorization: await graph.authorization('ann'), 'content-type': 'application/json' },
      body,
    });
    expect(firstCode(await response.json())).toBe('LIMIT_EXCEEDED');
  });
});

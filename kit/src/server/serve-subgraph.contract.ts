import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { challengeHeader, proofHeader } from '../auth/kinship.ts';
import { deadlineHeader } from '../deadline/deadline-header.ts';
import { UnauthenticatedError } from '../errors/domain-error.ts';
import type { DoneOperation } from '../metrics/operation-metrics.ts';
import { type HostedSubgraph, hostSubgraph } from './host.ts';
import type { ListeningServer } from './listen.ts';
import type { ServeSubgraph } from './serve-subgraph.ts';
import { subscriptionContract } from './subscription.contract.ts';
import { departures, fixture, identity, keyed, logged, services } from './testing/served-fixture.ts';

const remaining = z.object({ data: z.object({ remainingMs: z.number().nullable() }) });

/**
 * What every server of a subgraph does, whichever library answers.
 *
 * @param accept - what callers want of `/graphql`
 */
export function subgraphServerContract(serve: ServeSubgraph, accept = '*/*'): void {
  let hosted: HostedSubgraph;
  let server: ListeningServer;
  const done: DoneOperation[] = [];
  const url = (path: string) => `http://127.0.0.1:${server.port}${path}`;

  beforeAll(async () => {
    hosted = hostSubgraph(fixture(), services, (one) => done.push(one));
    server = await serve(
      hosted,
      {
        authenticate: ({ internalToken }) => {
          if (internalToken === 'keyed') return Promise.resolve(keyed);
          return internalToken === 'good'
            ? Promise.resolve(identity)
            : Promise.reject(new UnauthenticatedError());
        },
        readiness: [{ name: 'database', isReady: () => Promise.resolve(false) }],
        prove: (challenge) => (challenge === 'who?' ? 'kin' : null),
      },
      { port: 0, host: '127.0.0.1' },
    );
  });
  afterAll(() => server.close());

  const post = async (query: string, headers: Record<string, string> = { 'x-moim-internal': 'good' }) => {
    const response = await fetch(url('/graphql'), {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept, ...headers },
      body: JSON.stringify({ query }),
    });
    return { status: response.status, body: await response.json() };
  };

  describe('a subgraph over HTTP', () => {
    it('answers the supergraph', async () => {
      expect(await post('{ hello }')).toEqual({ status: 200, body: { data: { hello: 'world' } } });
    });

    it.each([{}, { 'x-moim-internal': 'forged' }])('answers 401 and a code to %j', async (headers) => {
      expect(await post('{ hello }', headers)).toEqual({
        status: 401,
        body: {
          errors: [{ message: 'Log in first.', extensions: { code: 'UNAUTHENTICATED', retryable: false } }],
        },
      });
    });

    it('answers, masks and explains the same when the operation is asked again', async () => {
      const answers = [await post('{ hello refused broken }'), await post('{ hello refused broken }')];
      for (const { body } of [...answers, await post('{ hello refused broken }')])
        expect(body).toMatchObject({
          data: { hello: 'world', refused: null, broken: null },
          errors: expect.arrayContaining(
            [
              {
                message: 'Something went wrong on our side.',
                path: ['broken'],
                extensions: expect.objectContaining({ code: 'INTERNAL', requestId: 'r1' }),
              },
              {
                message: 'Too many.',
                path: ['refused'],
                extensions: expect.objectContaining({ code: 'BAD_USER_INPUT', field: 'first' }),
              },
            ].map((error) => expect.objectContaining(error)),
          ),
        });
    });

    it.each([
      ['is believed beside the token', 'good', '4000', 4_000],
      ['counts no further than a minute', 'good', '900000', 60_000],
      ['is no number', 'good', '-1', null],
    ])('has the time that the supergraph says: what %s', async (_, token, value, ms) => {
      const { body } = await post('{ remainingMs }', { 'x-moim-internal': token, [deadlineHeader]: value });
      const { remainingMs: left } = remaining.parse(body).data;
      if (ms === null) expect(left).toBeNull();
      else expect(left).toBeGreaterThan(ms - 2_000);
      expect(left ?? 0).toBeLessThanOrEqual(ms ?? 0);
    });

    it.each([
      ['that is said', { [deadlineHeader]: '4000' }, 4_000],
      ['of which nothing is said', {}, null],
    ])('has for a plain request the time %s', async (_, said, ms) => {
      const headers = { 'x-moim-internal': 'good', ...said };
      const answer = await fetch(url('/fixture/remaining'), { headers });
      const { remainingMs: left } = remaining.parse(await answer.json()).data;
      if (ms === null) expect(left).toBeNull();
      else expect(left).toBeGreaterThan(ms - 2_000);
      expect(left ?? 0).toBeLessThanOrEqual(ms ?? 0);
    });

    it('notices that its caller has left', async () => {
      departures.length = 0;
      logged.length = 0;
      departures.length = 0;
      const leaving = new AbortController();
      const body = JSON.stringify({ query: '{ untilLeft }' });
      const headers = { 'content-type': 'application/json', accept, 'x-moim-internal': 'good' };
      const asking = fetch(url('/graphql'), { method: 'POST', headers, body, signal: leaving.signal });
      await expect.poll(() => departures).toEqual(['begun']);
      leaving.abort();
      await expect(asking).rejects.toThrow();
      await expect.poll(() => departures).toEqual(['begun', 'left']);
      expect(logged).toEqual([]);
    });

    it('measures what it answered, by what it was asked and the codes of the answer', async () => {
      done.splice(0);
      await post('query NamedByAClient { hello }');
      await post('{ refused broken hello }');
      expect(done).toEqual([
        { operation: 'query hello', seconds: expect.any(Number), codes: [] },
        { operation: 'query refused', seconds: expect.any(Number), codes: ['BAD_USER_INPUT', 'INTERNAL'] },
      ]);
    });

    it('masks what failed inside and explains what the caller did wrong', async () => {
      const { body } = await post('{ broken refused }');
      expect(body).toMatchInlineSnapshot(`
        {
          "data": {
            "broken": null,
            "refused": null,
          },
          "errors": [
            {
              "extensions": {
                "code": "INTERNAL",
                "requestId": "r1",
                "retryable": true,
              },
              "locations": [
                {
                  "column": 3,
                  "line": 1,
                },
              ],
              "message": "Something went wrong on our side.",
              "path": [
                "broken",
              ],
            },
            {
              "extensions": {
                "code": "BAD_USER_INPUT",
                "field": "first",
                "requestId": "r1",
                "retryable": false,
              },
              "locations": [
                {
                  "column": 10,
                  "line": 1,
                },
              ],
              "message": "Too many.",
              "path": [
                "refused",
              ],
            },
          ],
        }
      `);
    });

    it('does a change with a key in a transaction, and not at all where there is none', async () => {
      const internal = { 'x-moim-internal': 'keyed' };
      expect(await post('{ hello }', internal)).toEqual({ status: 200, body: { data: { hello: 'world' } } });
      const { body } = await post('mutation { count }', internal);
      expect(body).toMatchObject({ data: null, errors: [{ extensions: { code: 'INTERNAL' } }] });
      expect((await post('mutation { count }')).body).toEqual({ data: { count: 1 } });
      const { body: faulty } = await post('mutation { nonsense }', internal);
      expect(faulty).toMatchObject({ errors: [{ message: expect.stringContaining('nonsense') }] });
    });

    it('serves its routes with their parameters', async () => {
      const response = await fetch(url('/fixture/echo/hi'), { headers: { 'x-moim-internal': 'good' } });
      expect(await response.json()).toEqual({ word: 'hi' });
    });

    it('hands the body of a request to its route', async () => {
      const headers = { 'x-moim-internal': 'good', 'content-type': 'application/json' };
      const response = await fetch(url('/fixture/echo'), { method: 'POST', headers, body: '{"a":1}' });
      expect(await response.json()).toEqual({ type: 'application/json', body: '{"a":1}' });
    });

    it('answers 404 beside its routes', async () => {
      const response = await fetch(url('/fixture/nothing'), { headers: { 'x-moim-internal': 'good' } });
      expect(response.status).toBe(404);
    });

    it('names what is wrong with an operation', async () => {
      const { body } = await post('{ nonsense }');
      expect(body).toMatchObject({ errors: [{ message: expect.stringContaining('nonsense') }] });
    });

    it('is live without dependencies, and unready by name', async () => {
      expect((await fetch(url('/livez'))).status).toBe(200);
      expect(await (await fetch(url('/readyz'))).json()).toEqual({ status: 'unready', failed: ['database'] });
    });

    it('proves to who asks whether it is ready that it is of the same installation', async () => {
      const proofFor = async (headers: Record<string, string>) =>
        (await fetch(url('/readyz'), { headers })).headers.get(proofHeader);
      expect(await proofFor({ [challengeHeader]: 'who?' })).toBe('kin');
      expect(await proofFor({})).toBeNull();
    });
  });

  subscriptionContract(() => ({ hosted, url }));
}

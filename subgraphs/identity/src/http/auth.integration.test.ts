import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccessTokenVerifier, remoteKeySet } from '@moim/kit/auth/access-token-verifier.ts';
import { type House, openHouse, password } from '../testing/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await house.join('admin');
  await house.join('minji', '김민지');
});
afterAll(() => house.close());

const own = { 'sec-fetch-site': 'same-origin' };
const json = { 'content-type': 'application/json' };
const send = (path: string, body: unknown, headers: Record<string, string> = {}, address = '192.0.2.1') =>
  house.request(path, {
    method: 'POST',
    headers: { ...json, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    address,
  });
const api = (path: string, body: object, address?: string) =>
  send(path, { client: 'api', ...body }, {}, address);
const read = async (response: Response): Promise<{ status: number; body: Record<string, unknown> }> => ({
  status: response.status,
  body: await response.json(),
});
/** What differs from run to run. */
const steady = (text: string) =>
  text.replace(/moim_refresh=[\w-]{43}/, 'moim_refresh=<token>').replace(/Expires=[^;]+/, 'Expires=<date>');
const cookieOf = (response: Response) => response.headers.get('set-cookie')?.split(';')[0] ?? '';

describe('a browser', () => {
  it('signs up and gets the refresh token as a cookie that no script can read', async () => {
    const response = await send(
      '/auth/sign-up',
      { handle: 'sora', password, name: '소라', locale: 'KO', timeZone: 'Asia/Seoul' },
      own,
    );
    expect(response.status).toBe(201);
    expect(steady(response.headers.get('set-cookie') ?? '')).toMatchInlineSnapshot(
      `"moim_refresh=<token>; Expires=<date>; HttpOnly; Secure; SameSite=Strict; Path=/auth"`,
    );
    expect(response.headers.get('cache-control')).toBe('no-store');
    const body: unknown = await response.json();
    expect(body).toEqual({
      accessToken: expect.stringMatching(/^eyJ/),
      accessTokenExpiresAt: '2026-11-21T09:10:00.000Z',
      viewer: { id: expect.any(String), roles: ['MEMBER'] },
    });
  });

  it('refreshes with the cookie and gets another one', async () => {
    const loggedIn = await send('/auth/log-in', { handle: 'Minji', password }, own);
    const refreshed = await send('/auth/refresh', {}, { ...own, cookie: `x=1; ${cookieOf(loggedIn)}; y=2` });
    expect(refreshed.status).toBe(200);
    expect(cookieOf(refreshed)).toMatch(/^moim_refresh=[\w-]{43}$/);
    expect(cookieOf(refreshed)).not.toBe(cookieOf(loggedIn));
  });

  it('logs out: the cookie is taken back and the token is worth nothing', async () => {
    const cookie = cookieOf(await send('/auth/log-in', { handle: 'minji', password }, own));
    const response = await send('/auth/log-out', {}, { ...own, cookie });
    expect(response.status).toBe(204);
    expect(response.headers.get('set-cookie')).toBe(
      'moim_refresh=; Max-Age=0; HttpOnly; Secure; SameSite=Strict; Path=/auth',
    );
    const again = await send('/auth/refresh', {}, { ...own, cookie });
    expect(await read(again)).toMatchObject({ status: 401, body: { error: { code: 'UNAUTHENTICATED' } } });
    expect(again.headers.get('set-cookie')).toContain('Max-Age=0');
  });

  it('without a cookie is not logged in, and logs out in peace', async () => {
    expect((await send('/auth/refresh', {}, own)).status).toBe(401);
    expect((await send('/auth/log-out', {}, own)).status).toBe(204);
  });

  it.each<[string, Record<string, string>]>([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbouring subdomain', { 'sec-fetch-site': 'same-site' }],
    ['an address bar', { 'sec-fetch-site': 'none' }],
    ['another origin in an old browser', { origin: 'https://evil.example' }],
    ['a sandbox', { origin: 'null' }],
    [
      'an origin that was named, but of another site',
      { 'sec-fetch-site': 'cross-site', origin: 'https://app.moim.example' },
    ],
    [
      'one beside an origin that was named',
      { 'sec-fetch-site': 'same-site', origin: 'https://evil.moim.example' },
    ],
    ['nowhere', {}],
    [
      'another site that claims our origin',
      { 'sec-fetch-site': 'cross-site', origin: 'http://localhost:4000' },
    ],
  ])('that comes from %s may neither log in nor use its cookie', async (_, headers) => {
    const cookie = cookieOf(await send('/auth/log-in', { handle: 'minji', password }, own));
    for (const [path, body] of [
      ['/auth/sign-up', { handle: 'never', password, name: 'Never' }],
      ['/auth/log-in', { handle: 'minji', password }],
      ['/auth/refresh', {}],
      ['/auth/log-out', {}],
    ] as const)
      expect((await send(path, body, { ...headers, cookie })).status).toBe(403);
    expect((await send('/auth/refresh', {}, { ...own, cookie })).status).toBe(200);
  });

  it('of our own site may come from an origin that was named', async () => {
    const named = { 'sec-fetch-site': 'same-site', origin: 'https://app.moim.example' };
    const cookie = cookieOf(await send('/auth/log-in', { handle: 'minji', password }, named));
    expect((await send('/auth/refresh', {}, { ...named, cookie })).status).toBe(200);
  });

  it('of an older kind is known by its origin, also behind a proxy', async () => {
    const from = (headers: Record<string, string>) => send('/auth/log-out', {}, headers);
    expect((await from({ origin: 'http://localhost:4000' })).status).toBe(204);
    expect((await from({ origin: 'https://moim.example', host: 'moim.example' })).status).toBe(204);
  });

  it('is not fooled by a form of another site', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', ''])
      expect(await read(await send('/auth/log-out', '{}', { ...own, 'content-type': type }))).toMatchObject({
        status: 400,
        body: { error: { code: 'BAD_USER_INPUT', field: 'content-type' } },
      });
  });
});

describe('another client', () => {
  it('gets both tokens as JSON, and no cookie', async () => {
    const response = await api('/auth/log-in', { handle: 'minji', password });
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(await read(response)).toEqual({
      status: 200,
      body: {
        accessToken: expect.any(String),
        accessTokenExpiresAt: '2026-11-21T09:10:00.000Z',
        refreshToken: expect.stringMatching(/^[\w-]{43}$/),
        refreshTokenExpiresAt: '2026-12-05T09:00:00.000Z',
        viewer: { id: expect.any(String), roles: ['MEMBER'] },
      },
    });
  });

  it('refreshes and logs out with the token in the body; a cookie is nothing to it', async () => {
    const { body } = await read(await api('/auth/log-in', { handle: 'minji', password }));
    const { refreshToken } = body;
    const cookie = `moim_refresh=${String(refreshToken)}`;
    expect((await send('/auth/refresh', { client: 'api' }, { cookie })).status).toBe(401);
    const next = await read(await api('/auth/refresh', { refreshToken }));
    expect(next.status).toBe(200);
    expect((await api('/auth/log-out', { refreshToken: next.body['refreshToken'] })).status).toBe(204);
    expect((await api('/auth/refresh', { refreshToken: next.body['refreshToken'] })).status).toBe(401);
  });

  it('holds an access token that the published keys prove', async () => {
    const { memberId } = await house.join('hana');
    const { body } = await read(await api('/auth/log-in', { handle: 'hana', password }));
    const keys = remoteKeySet(new URL('http://identity.internal/auth/jwks.json'), (url) =>
      house.request(url),
    );
    const verifier = createAccessTokenVerifier({ keys, now: house.services.now });
    const { viewer } = await verifier.verify(String(body['accessToken']));
    expect(viewer).toMatchObject({ memberId, roles: ['MEMBER'], membershipVersion: 1 });
  });
});

describe('whoever guesses', () => {
  it('cannot tell an unknown handle from a wrong password', async () => {
    const unknown = await read(await api('/auth/log-in', { handle: 'nobody', password: 'a wrong password' }));
    const wrong = await read(await api('/auth/log-in', { handle: 'minji', password: 'a wrong password' }));
    expect(unknown).toEqual(wrong);
    expect(wrong).toMatchInlineSnapshot(`
      {
        "body": {
          "error": {
            "code": "UNAUTHENTICATED",
            "message": "Handle or password is wrong.",
            "requestId": "r1",
            "retryable": false,
          },
        },
        "status": 401,
      }
    `);
  });

  it('has ten attempts at an account from one place, known or not; others are not locked out', async () => {
    for (const handle of ['sora', 'nobody-at-all']) {
      const guess = (address: string) =>
        api('/auth/log-in', { handle, password: 'a wrong password' }, address);
      for (let count = 1; count <= 10; count += 1) expect((await guess('198.51.100.7')).status).toBe(401);
      const refused = await guess('198.51.100.7');
      expect(await read(refused)).toMatchObject({
        status: 429,
        body: { error: { code: 'RATE_LIMITED', retryable: true } },
      });
      expect(refused.headers.get('retry-after')).toBe('300');
    }
    expect((await api('/auth/log-in', { handle: 'sora', password }, '198.51.100.7')).status).toBe(429);
    expect((await api('/auth/log-in', { handle: 'sora', password }, '192.0.2.1')).status).toBe(200);
    house.passMs(300_000);
    expect((await api('/auth/log-in', { handle: 'sora', password }, '198.51.100.7')).status).toBe(200);
  });

  it('starts counting anew after the right password', async () => {
    const attempt = (word: string) =>
      api('/auth/log-in', { handle: 'minji', password: word }, '198.51.100.8');
    for (let round = 0; round < 3; round += 1) {
      for (let count = 1; count <= 9; count += 1)
        expect((await attempt('a wrong password')).status).toBe(401);
      expect((await attempt(password)).status).toBe(200);
    }
  });

  it('cannot try many accounts from one place, nor open many', async () => {
    const small = await openHouse({ attemptsPerAddress: 3 });
    try {
      const attempt = (path: string, body: object, address: string) =>
        small.request(path, {
          method: 'POST',
          headers: json,
          body: JSON.stringify({ client: 'api', ...body }),
          address,
        });
      for (const handle of ['aaa', 'bbb', 'ccc'])
        expect((await attempt('/auth/log-in', { handle, password }, '192.0.2.9')).status).toBe(401);
      expect((await attempt('/auth/log-in', { handle: 'ddd', password }, '192.0.2.9')).status).toBe(429);
      const account = { handle: 'eee', password, name: 'E' };
      expect((await attempt('/auth/sign-up', account, '192.0.2.9')).status).toBe(429);
      expect((await attempt('/auth/sign-up', account, '192.0.2.10')).status).toBe(201);
    } finally {
      await small.close();
    }
  });
});

describe('a storm of log-ins', () => {
  it('is refused where it would wait too long, and over as soon as it is over', async () => {
    const attempts = Array.from({ length: 150 }, (_, index) =>
      api('/auth/log-in', { handle: `stranger${index}`, password }, `203.0.113.${index}`),
    );
    const answers = await Promise.all(attempts);
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 401).length + refused.length).toBe(150);
    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(refused.map(({ headers }) => headers.get('retry-after')))).toEqual(new Set(['2']));
    expect((await api('/auth/log-in', { handle: 'minji', password })).status).toBe(200);
  });
});

describe('bad input', () => {
  it.each(['minji\u0000', '\uD800', "' or 1=1 --", 'x'.repeat(5_000)])(
    'a log-in as %j is refused like any other',
    async (handle) => {
      expect(await read(await api('/auth/log-in', { handle, password }))).toMatchObject({
        status: 401,
        body: { error: { code: 'UNAUTHENTICATED', message: 'Handle or password is wrong.' } },
      });
    },
  );

  const account = { client: 'api', handle: 'jun', password, name: 'Jun' };
  it.each<[string, unknown, string]>([
    ['no JSON', '{', 'body'],
    ['an array', [], 'body'],
    ['nothing', '', 'body'],
    ['a long body', JSON.stringify({ ...account, name: 'x'.repeat(20_000) }), 'body'],
    ['a missing field', { ...account, name: undefined }, 'name'],
    ['another type', { ...account, handle: 7 }, 'handle'],
    ['an unknown field', { ...account, roles: ['ADMIN'] }, 'roles'],
    ['an unknown client', { ...account, client: 'toaster' }, 'client'],
    ['a bad handle', { ...account, handle: 'j' }, 'handle'],
    ['a control character', { ...account, name: 'Ju\u0000n' }, 'name'],
    ['an over-long name', { ...account, name: 'x'.repeat(51) }, 'name'],
    ['an unknown language', { ...account, locale: 'FR' }, 'locale'],
    ['an unknown time zone', { ...account, timeZone: 'Mars/Base' }, 'timeZone'],
    ['an easy password', { ...account, password: 'password123' }, 'password'],
  ])('%s names the field and writes nothing', async (_, body, field) => {
    expect(await read(await send('/auth/sign-up', body))).toMatchObject({
      status: 400,
      body: { error: { code: 'BAD_USER_INPUT', field, retryable: false } },
    });
    expect(await house.rows(sql`select from identity.members where handle = 'jun'`)).toEqual([]);
  });

  it('a taken handle is a conflict', async () => {
    expect(await read(await send('/auth/sign-up', { ...account, handle: 'MINJI' }))).toMatchObject({
      status: 409,
      body: { error: { code: 'CONFLICT' } },
    });
  });

  it.each(['', 'x', '\u0000', "' or 1=1 --", 'x'.repeat(9_000)])(
    'a refresh token %j is refused',
    async (refreshToken) => {
      expect(await read(await api('/auth/refresh', { refreshToken }))).toMatchObject({
        status: 401,
        body: { error: { code: 'UNAUTHENTICATED' } },
      });
    },
  );
});

describe('the route of live sessions', () => {
  it('answers the supergraph', async () => {
    const { sessionId, memberId } = await house.join('jisoo');
    const response = await house.request('/internal/sessions', {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ ids: [sessionId, 'nonsense'] }),
      isService: true,
    });
    expect(await read(response)).toEqual({
      status: 200,
      body: {
        sessions: { [sessionId]: { memberId, roles: ['MEMBER'], membershipVersion: 1 }, nonsense: null },
      },
    });
  });

  it('answers nobody else', async () => {
    const response = await house.request('/internal/sessions', {
      method: 'POST',
      headers: json,
      body: '{"ids":[]}',
    });
    expect(response.status).toBe(401);
  });
});

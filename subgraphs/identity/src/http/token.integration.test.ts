import { sql } from 'drizzle-orm';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAccessTokenVerifier, remoteKeySet } from '@moim/kit/auth/access-token-verifier.ts';
import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { createApp } from '../actions/create-app.ts';
import { revokeApp } from '../actions/revoke-app.ts';
import { type House, openHouse } from '../testing/house.ts';

let house: House;
let admin: Viewer;
let id: string;
let secret: string;
beforeAll(async () => {
  house = await openHouse();
  admin = await house.join('admin');
});
afterAll(() => house.close());
beforeEach(async () => {
  house.setNow('2026-11-21T09:00:00.000Z');
  ({ id, secret } = await newApp());
});

async function newApp(expiresAt = '2026-12-21T09:00:00.000Z', scopes = ['trips:read', 'cars:read']) {
  const input = { id: house.services.newId(), name: 'Dispatch', scopes, expiresAt: new Date(expiresAt) };
  const created = await createApp(house.services, admin, input);
  return { id: created.app.id, secret: created.secret };
}

const grantType = 'grant_type=client_credentials';
const basic = (name: string, password: string) =>
  `Basic ${Buffer.from(`${encodeURIComponent(name)}:${encodeURIComponent(password)}`).toString('base64')}`;
interface Sent {
  readonly body?: string;
  readonly authorization?: string | null;
  readonly type?: string;
  readonly address?: string;
}
const send = ({ body = grantType, authorization = basic(id, secret), type, address }: Sent = {}) =>
  house.request('/auth/token', {
    method: 'POST',
    headers: {
      'content-type': type ?? 'application/x-www-form-urlencoded',
      ...(authorization !== null && { authorization }),
    },
    body,
    ...(address !== undefined && { address }),
  });
async function read(answer: Promise<Response>) {
  const response = await answer;
  const body: Record<string, unknown> = await response.json();
  return { status: response.status, body };
}
const inBody = () => `${grantType}&client_id=${id}&client_secret=${secret}`;
const refusedAs = (status: number, error: string) => ({
  status,
  body: { error, error_description: expect.stringMatching(/^[\x20-\x7e§]+\.$/) },
});

describe('an app that says who it is', () => {
  it.each([
    ['by HTTP Basic', () => ({})],
    ['in the body', () => ({ authorization: null, body: inBody() })],
    ['by HTTP Basic, and names itself in the body', () => ({ body: `${grantType}&client_id=${id}` })],
  ])('%s gets a token', async (_, sent) => {
    const response = await send(sent());
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      pragma: 'no-cache',
    });
    expect([response.status, await response.json()]).toEqual([
      200,
      {
        access_token: expect.stringMatching(/^eyJ/),
        ...{ token_type: 'Bearer', expires_in: 600, scope: 'cars:read trips:read' },
      },
    ]);
  });

  it('gets one that verifiers believe for ten minutes, and that names nobody else', async () => {
    const { body } = await read(send());
    const token = String(body['access_token']);
    expect(decodeJwt(token)).toEqual({
      ...{ iss: 'moim', aud: 'moim-api', sub: id, client_id: id, scope: 'cars:read trips:read' },
      ...{ iat: expect.any(Number), exp: Date.UTC(2026, 10, 21, 9, 10) / 1_000, jti: expect.any(String) },
    });
    const keys = remoteKeySet(new URL('http://identity.internal/auth/jwks.json'), () =>
      house.request('/auth/jwks.json'),
    );
    const verifier = createAccessTokenVerifier({ keys, now: () => house.services.now() });
    expect(await verifier.verify(token)).toMatchObject({ viewer: null, appId: id });
  });

  it.each([
    ['one of them', 'scope=trips%3Aread', 'trips:read'],
    ['both in another order', 'scope=trips:read+cars:read', 'cars:read trips:read'],
    ['no value', 'scope=', 'cars:read trips:read'],
  ])('that asks for scopes, %s, gets those', async (_, scope, granted) => {
    expect((await read(send({ body: `${grantType}&${scope}` }))).body).toMatchObject({ scope: granted });
  });

  it('leaves behind the day on which it did so', async () => {
    await send();
    const rows = await house.rows(sql`select last_used_on::text as on from identity.apps where id = ${id}`);
    expect(rows).toEqual([{ on: '2026-11-21' }]);
  });
});

describe('an app that does not', () => {
  it.each<[string, () => Sent]>([
    ['says nothing', () => ({ authorization: null })],
    ['has another secret', () => ({ authorization: basic(id, `${secret}x`) })],
    ['has no secret', () => ({ authorization: basic(id, '') })],
    ['is not known', () => ({ authorization: basic(house.services.newId(), secret) })],
    ['has no id', () => ({ authorization: basic("' or 1=1", secret) })],
    ['sends a token instead', () => ({ authorization: `Bearer ${secret}` })],
    ['sends no base64', () => ({ authorization: 'Basic §§§' })],
    [
      'sends what is not encoded',
      () => ({ authorization: `Basic ${Buffer.from('%:%').toString('base64')}` }),
    ],
    ['sends its secret in another way', () => ({ authorization: null, body: `${inBody()}x` })],
  ])('and %s is an invalid client, whatever it asks for', async (_, sent) => {
    const response = await send(sent());
    expect(response.headers.get('www-authenticate')).toBe('Basic realm="moim"');
    expect(await read(Promise.resolve(response))).toEqual(refusedAs(401, 'invalid_client'));
  });

  it('because it was revoked is told the same', async () => {
    await revokeApp(house.services, admin, id);
    expect(await read(send())).toEqual(refusedAs(401, 'invalid_client'));
  });

  it.each([
    ['at its end', '2026-11-21T10:00:00.000Z', 401],
    ['just before', '2026-11-21T09:59:59.999Z', 200],
  ])('because its time is over, %s, is told the same', async (_, now, status) => {
    ({ id, secret } = await newApp('2026-11-21T10:00:00.000Z'));
    house.setNow(now);
    expect((await send()).status).toBe(status);
  });
});

describe('a request that is wrong', () => {
  it.each<[string, () => Sent, string]>([
    ['without a grant', () => ({ body: 'scope=cars:read' }), 'invalid_request'],
    ['with an empty grant', () => ({ body: 'grant_type=' }), 'invalid_request'],
    ['with another grant', () => ({ body: 'grant_type=password' }), 'unsupported_grant_type'],
    ['with a parameter twice', () => ({ body: `${grantType}&${grantType}` }), 'invalid_request'],
    ['with JSON', () => ({ body: '{}', type: 'application/json' }), 'invalid_request'],
    ['with too many bytes', () => ({ body: `${grantType}&x=${'x'.repeat(8_192)}` }), 'invalid_request'],
    ['with its secret in two places', () => ({ body: inBody() }), 'invalid_request'],
    ['for somebody else', () => ({ body: `${grantType}&client_id=x` }), 'invalid_request'],
    ['with a scope that it has not', () => ({ body: `${grantType}&scope=cars:read+all` }), 'invalid_scope'],
    ['with a role as a scope', () => ({ body: `${grantType}&scope=ADMIN` }), 'invalid_scope'],
  ])('%s says what is wrong', async (_, sent, error) => {
    expect(await read(send(sent()))).toEqual(refusedAs(400, error));
  });
});

describe('attempts', () => {
  it('at one app from one address are thirty in five minutes; a right one forgets them', async () => {
    const wrong = basic(id, 'wrong');
    const address = '192.0.2.30';
    const guess = async () => (await send({ authorization: wrong, address })).status;
    for (let n = 0; n < 29; n += 1) expect(await guess()).toBe(401);
    expect((await send({ address })).status).toBe(200);
    for (let n = 0; n < 30; n += 1) expect(await guess()).toBe(401);
    const response = await send({ authorization: wrong, address });
    expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await read(Promise.resolve(response))).toEqual(refusedAs(429, 'temporarily_unavailable'));
    expect((await send({ address: '192.0.2.31' })).status).toBe(200);
  });

  it('from one address are counted with those to log in', async () => {
    const strict = await openHouse({ attemptsPerAddress: 2 });
    const statuses = [];
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    for (let n = 0; n < 3; n += 1)
      statuses.push(
        (await strict.request('/auth/token', { method: 'POST', headers, body: grantType })).status,
      );
    await strict.close();
    expect(statuses).toEqual([401, 401, 429]);
  });
});

describe('which apps live', () => {
  const check = (ids: readonly string[], isService = true) =>
    read(
      house.request('/internal/apps', {
        ...{ method: 'POST', isService, headers: { 'content-type': 'application/json' } },
        body: JSON.stringify({ ids }),
      }),
    );

  it('is told to the supergraph: not those that were revoked, have expired or never were', async () => {
    const revoked = await newApp();
    await revokeApp(house.services, admin, revoked.id);
    const expired = await newApp('2026-11-21T09:00:01.000Z');
    house.passMs(1_000);
    const ids = [id, revoked.id, expired.id, house.services.newId(), 'x'];
    expect(await check(ids)).toEqual({ status: 200, body: { live: [id] } });
  });

  it('is told to nobody else', async () => {
    expect(await check([id], false)).toMatchObject({ status: 401 });
  });
});

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Role, roles, type Viewer } from '@moim/kit/auth/viewer.ts';
import { appScopes } from '@moim/schema/app-scopes.ts';
import { hashAppSecret } from '../actions/app-secret.ts';
import { type House, openHouse } from '../testing/house.ts';

const create = `mutation ($input: CreateAppInput!) { result: createApp(input: $input) {
  __typename ... on UserError { code field message }
  ... on CreateAppPayload { secret app {
    id name scopes secretHint state createdAt expiresAt revokedAt lastUsedOn createdBy { handle }
  } }
} }`;
const revoke = `mutation ($appId: ID!) { result: revokeApp(input: { appId: $appId }) {
  __typename ... on UserError { code field } ... on RevokeAppPayload { app { state revokedAt } }
} }`;
const list = `query ($first: Int!, $after: String) { apps(first: $first, after: $after) {
  pageInfo { hasNextPage endCursor } edges { node { name state } }
} }`;
const created = z.object({ result: z.object({ secret: z.string() }) });
const page = z.object({
  apps: z.object({
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
    edges: z.array(z.object({ node: z.object({ name: z.string(), state: z.string() }) })),
  }),
});

let house: House;
let admin: Viewer;
beforeAll(async () => {
  house = await openHouse();
  admin = await house.join('admin');
});
afterAll(() => house.close());

const inputOf = (change: object = {}) => ({
  ...{ id: house.services.newId(), name: 'Dispatch', scopes: ['trips:read', 'cars:read'] },
  ...{ expiresAt: '2027-11-21T09:00:00.000Z', ...change },
});
const ask = async (viewer: Viewer | null, source: string, variables: object) => {
  const { data, errors } = await house.execute(source, viewer, variables);
  return { data, ...(errors && { codes: errors.map(({ extensions }) => extensions['code']) }) };
};
const createAs = (viewer: Viewer | null, change: object = {}) =>
  ask(viewer, create, { input: inputOf(change) });

describe('an administrator', () => {
  it('creates an app and is shown its secret', async () => {
    const id = '0198f3a2-4c1e-7d3a-9a55-5f0f6f0c2a11';
    const { data } = await createAs(admin, { id });
    const { secret } = created.parse(data).result;
    expect(secret).toMatch(/^moim_app_[\w-]{43}$/);
    const text = JSON.stringify(data, null, 2)
      .replaceAll(secret, '<secret>')
      .replace(secret.slice(0, 13), '<hint>');
    expect(JSON.parse(text)).toMatchInlineSnapshot(`
      {
        "result": {
          "__typename": "CreateAppPayload",
          "app": {
            "createdAt": "2026-11-21T09:00:00.000Z",
            "createdBy": {
              "handle": "admin",
            },
            "expiresAt": "2027-11-21T09:00:00.000Z",
            "id": "0198f3a2-4c1e-7d3a-9a55-5f0f6f0c2a11",
            "lastUsedOn": null,
            "name": "Dispatch",
            "revokedAt": null,
            "scopes": [
              "cars:read",
              "trips:read",
            ],
            "secretHint": "<hint>",
            "state": "ACTIVE",
          },
          "secret": "<secret>",
        },
      }
    `);
  });

  it('leaves neither the secret behind nor doubt who did it', async () => {
    const input = inputOf({ name: 'Audited' });
    const { secret } = created.parse((await ask(admin, create, { input })).data).result;
    const [row] = await house.rows(sql`select * from identity.apps where id = ${input.id}`);
    expect(JSON.stringify(row)).not.toContain(secret.slice(14));
    expect(row).toMatchObject({ secret_hash: hashAppSecret(secret), secret_hint: secret.slice(0, 13) });
    await ask(admin, revoke, { appId: input.id });
    await ask(admin, revoke, { appId: input.id });
    const lines = await house.rows(
      sql`select actor_id, action, detail from identity.audit_lines where subject_id = ${input.id} order by id`,
    );
    const { memberId: actor_id } = admin;
    const { name, scopes, expiresAt } = input;
    expect(lines).toEqual([
      { actor_id, action: 'APP_CREATED', detail: { name, scopes: scopes.toSorted(), expiresAt } },
      { actor_id, action: 'APP_REVOKED', detail: { name } },
    ]);
  });

  it.each([
    ['no UUID', { id: 'x' }, 'InvalidInput', 'input.id'],
    ['no name', { name: ' ' }, 'InvalidInput', 'input.name'],
    ['a name that is too long', { name: 'x'.repeat(81) }, 'InvalidInput', 'input.name'],
    ['a role as a scope', { scopes: ['ADMIN'] }, 'InvalidInput', 'input.scopes'],
    ['an end that is now', { expiresAt: '2026-11-21T09:00:00.000Z' }, 'InvalidInput', 'input.expiresAt'],
    ['an end that is far', { expiresAt: '2028-11-21T09:00:00.000Z' }, 'InvalidInput', 'input.expiresAt'],
  ])('creates none with %s', async (_, change, __typename, field) => {
    const { data } = await createAs(admin, change);
    expect(data).toMatchObject({ result: { __typename, field } });
  });

  it('creates none under an id that was used', async () => {
    const input = inputOf();
    await ask(admin, create, { input });
    const { data } = await ask(admin, create, { input });
    expect(data).toMatchObject({ result: { __typename: 'Conflict', field: 'input.id' } });
  });

  it('revokes it, and again it stays as it was', async () => {
    const input = inputOf();
    await ask(admin, create, { input });
    const revoked = {
      result: {
        __typename: 'RevokeAppPayload',
        app: { state: 'REVOKED', revokedAt: '2026-11-21T09:00:00.000Z' },
      },
    };
    expect(await ask(admin, revoke, { appId: input.id })).toEqual({ data: revoked });
    house.passMs(60_000);
    expect(await ask(admin, revoke, { appId: input.id })).toEqual({ data: revoked });
    house.passMs(-60_000);
  });

  it.each(['x', '0198f3a2-4c1e-7d3a-9a55-5f0f6f0c2a12'])('revokes nothing with the id %s', async (appId) => {
    expect((await ask(admin, revoke, { appId })).data).toEqual({
      result: { __typename: 'NotFound', code: 'NOT_FOUND', field: 'input.appId' },
    });
  });

  it('reads all of them page by page, the newest first', async () => {
    const { rows } = { rows: await house.rows(sql`select count(*)::int as all from identity.apps`) };
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data } = await ask(admin, list, { first: 2, after });
      const { apps } = page.parse(data);
      seen.push(...apps.edges.map(({ node }) => node.name));
      after = apps.pageInfo.hasNextPage ? apps.pageInfo.endCursor : null;
    } while (after !== null);
    expect([{ all: seen.length }]).toEqual(rows);
    expect(seen.at(-1)).toBe('Dispatch');
  });
});

it('the scopes of our own graph are told to members, in words', async () => {
  const scopes = Object.entries(appScopes).map(([name, description]) => ({ name, description }));
  const asked = (viewer: Viewer | null) => ask(viewer, '{ appScopes { name description } }', {});
  expect(await asked(admin)).toEqual({ data: { appScopes: scopes } });
  expect(await asked(null)).toEqual({ data: { appScopes: null }, codes: ['UNAUTHENTICATED'] });
  const { data } = await createAs(admin, { scopes: Object.keys(appScopes) });
  expect(data).toMatchObject({ result: { app: { scopes: scopes.map(({ name }) => name) } } });
});

describe('whoever is no administrator', () => {
  const others: readonly (Role | null)[] = [null, ...roles.filter((role) => role !== 'ADMIN')];

  it.each(others)('%s sees and does nothing', async (role) => {
    const viewer = role && (await house.withRoles(admin, await house.join(`is-${role.toLowerCase()}`), role));
    const { id } = { id: '0198f3a2-4c1e-7d3a-9a55-5f0f6f0c2a11' };
    const seen = await ask(viewer, list, { first: 1 });
    const code = role === null ? 'UNAUTHENTICATED' : 'FORBIDDEN';
    expect(seen).toEqual({ data: { apps: null }, codes: [code] });
    const [made, ended] = [await createAs(viewer), await ask(viewer, revoke, { appId: id })];
    for (const done of [made, ended])
      if (role === null) expect(done.codes).toEqual([code]);
      else expect(done.data).toMatchObject({ result: { __typename: 'Forbidden' } });
    const [{ revoked_at: revokedAt } = {}] = await house.rows(
      sql`select revoked_at from identity.apps where id = ${id}`,
    );
    expect(revokedAt).toBeNull();
  });

  it('is also one whose token is older than the loss of the right', async () => {
    const once = await house.withRoles(admin, await house.join('once'), 'ADMIN');
    await house.withRoles(admin, once, 'MEMBER');
    expect((await createAs(once)).data).toMatchObject({ result: { __typename: 'Forbidden' } });
  });
});

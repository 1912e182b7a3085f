import { createHmac } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { type House, openHouse, sandboxSecret } from '../testing/house.ts';

let house: House;
let minji: Viewer;
beforeAll(async () => {
  house = await openHouse();
  minji = await house.join('minji');
}, 60_000);
afterAll(() => house.close());

const topUp = `mutation ($input: TopUpInput!) { topUp(input: $input) {
  __typename ... on TopUpPayload { topUp { id credits priceWon state checkoutUrl } }
  ... on InvalidInput { code field } ... on Conflict { code } } }`;
const wallet = `{ me { wallet { balanceCredits heldCredits availableCredits
  entries(first: 2) { edges { node { seq kind amountCredits heldCredits balanceCredits purpose } } } } } }`;
const answer = z.object({
  data: z.object({ topUp: z.looseObject({ topUp: z.object({ checkoutUrl: z.string() }).optional() }) }),
});
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const begin = async (id: string, credits: number, viewer = minji) =>
  plain(await house.execute(topUp, viewer, { input: { id, credits } }));
const urlOf = async (id: string, credits: number) =>
  answer.parse(await begin(id, credits)).data.topUp.topUp?.checkoutUrl ?? '';
const press = (url: string, decision: string) =>
  house.request(url, { method: 'POST', body: new URLSearchParams({ decision }) });

it('credits a purchase once its payment is confirmed, once', async () => {
  const id = newUuid();
  expect(await begin(id, 300)).toMatchObject({
    data: { topUp: { topUp: { id, credits: 300, priceWon: 3_000, state: 'PENDING' } } },
  });
  const url = await urlOf(id, 300);
  expect(await (await house.request(url)).text()).toContain('300 credits · 3,000 KRW');
  expect(plain(await house.execute(wallet, minji))).toMatchObject({
    data: { me: { wallet: { balanceCredits: 0 } } },
  });
  for (let n = 0; n < 3; n += 1) expect((await press(url, 'pay')).status).toBe(303);
  await press(url, 'cancel');
  expect(await begin(id, 300)).toMatchObject({
    data: { topUp: { topUp: { state: 'PAID', checkoutUrl: null } } },
  });
  expect(plain(await house.execute(wallet, minji))).toMatchInlineSnapshot(`
    {
      "data": {
        "me": {
          "wallet": {
            "availableCredits": 300,
            "balanceCredits": 300,
            "entries": {
              "edges": [
                {
                  "node": {
                    "amountCredits": 300,
                    "balanceCredits": 300,
                    "heldCredits": 0,
                    "kind": "TOP_UP",
                    "purpose": "TOP_UP",
                    "seq": 1,
                  },
                },
              ],
            },
            "heldCredits": 0,
          },
        },
      },
    }
  `);
});

it('credits nothing for a purchase that is given up', async () => {
  const id = newUuid();
  const before = plain(await house.execute(wallet, minji));
  await press(await urlOf(id, 50), 'cancel');
  expect(await begin(id, 50)).toMatchObject({ data: { topUp: { topUp: { state: 'FAILED' } } } });
  expect(plain(await house.execute(wallet, minji))).toEqual(before);
});

it.each<[number, object]>([
  [0, { field: 'input.credits' }],
  [100_001, { field: 'input.credits' }],
])('refuses a purchase of %d', async (credits, error) => {
  expect(await begin(newUuid(), credits)).toMatchObject({
    data: { topUp: { code: 'BAD_USER_INPUT', ...error } },
  });
});

it('refuses another purchase under the same id, whoever asks', async () => {
  const id = newUuid();
  await begin(id, 10);
  const joon = await house.join('joon');
  expect(await begin(id, 11)).toMatchObject({ data: { topUp: { code: 'CONFLICT' } } });
  expect(await begin(id, 10, joon)).toMatchObject({ data: { topUp: { code: 'CONFLICT' } } });
});

it('shows the payment page under its own address only', async () => {
  const url = await urlOf(newUuid(), 10);
  expect((await house.request(url.replace(/token=.*/, 'token=x'))).status).toBe(404);
  expect((await press(url.replace(/[\w-]{36}\?/, `${newUuid()}?`), 'pay')).status).toBe(404);
});

const send = (event: object, signature?: string) => {
  const body = JSON.stringify(event);
  const signed = signature ?? createHmac('sha256', sandboxSecret).update(body).digest('base64url');
  return house.request('/identity/payments/webhook', {
    method: 'POST',
    headers: { 'x-sandbox-signature': signed },
    body,
  });
};

it('hears an event once, and another one under its id not at all', async () => {
  const id = newUuid();
  await begin(id, 20);
  const paid = { id: 'evt_1', kind: 'PAID', topUpId: id, paidWon: 200 };
  expect(
    await Promise.all([send(paid), send(paid), send(paid)].map(async (each) => (await each).status)),
  ).toEqual([200, 200, 200]);
  expect((await send({ ...paid, paidWon: 300 })).status).toBe(409);
  expect((await send(paid, 'wrong')).status).toBe(401);
  expect((await send({ ...paid, id: 'evt_2' })).status).toBe(200); // told again under another id
  const [row] = await house.rows(
    sql`select count(*)::int from identity.credit_transfers where purpose_id = ${id}`,
  );
  expect(row).toEqual({ count: 1 });
});

it('credits nothing when something else than the price was paid', async () => {
  const id = newUuid();
  await begin(id, 20);
  expect(await (await send({ id: 'evt_3', kind: 'PAID', topUpId: id, paidWon: 199 })).json()).toEqual({
    outcome: 'NOTHING',
  });
  expect(await begin(id, 20)).toMatchObject({ data: { topUp: { topUp: { state: 'PENDING' } } } });
});

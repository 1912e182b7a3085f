import { z } from 'zod';
import { act, entity } from './act.ts';
import type { DayClient } from './client.ts';
import type { DayOptions } from './day-options.ts';
import * as documents from './documents.ts';
import { waitFor, waitUntil } from './wait-for.ts';

const priceCredits = 100;
const checkout = z.object({ topUp: z.object({ checkoutUrl: z.string() }) });
const wallet = z.object({ me: z.object({ wallet: z.object({ availableCredits: z.int() }) }) });

/** @returns the id of the plan that was suggested */
export async function askForRecommendation(
  { cast, newId, say, pause, pay }: DayOptions,
  chatRoomId: string,
): Promise<string> {
  const { minji } = cast;
  if (!(await canPay(minji))) {
    const payload = await act(minji, documents.topUp, { id: newId(), credits: 500 });
    await pay(checkout.parse(payload).topUp.checkoutUrl);
    await waitUntil('the credits', () => canPay(minji));
    say('She tops up 500 credits.');
    await pause();
  }
  const id = newId();
  await act(minji, documents.requestRecommendation, { id, chatRoomId });
  const planId = await waitFor('the recommendation', () => createdPlan(minji, id));
  say('100 credits buy a recommendation; it stands in the room as a card.');
  await pause();
  return planId;
}

const canPay = async (member: DayClient): Promise<boolean> =>
  (await member.ask(wallet, documents.wallet)).me.wallet.availableCredits >= priceCredits;

const recommendations = z.object({
  me: z.object({
    recommendations: z.object({
      edges: z.array(
        z.object({
          node: entity.extend({ state: z.string(), plan: entity.nullable(), reason: z.string().nullable() }),
        }),
      ),
    }),
  }),
});

/** Null while it is made. */
async function createdPlan(member: DayClient, id: string): Promise<string | null> {
  const { me } = await member.ask(recommendations, documents.recommendation);
  const node = me.recommendations.edges.find((edge) => edge.node.id === id)?.node;
  if (node?.reason) throw new Error(`the recommendation was not made: ${node.reason}`);
  return node?.state === 'CREATED' ? (node.plan?.id ?? null) : null;
}

import { expect, vi } from 'vitest';
import { z } from 'zod';
import * as day from '../../app/src/day/documents.ts';
import { paySandbox } from '../../app/src/day/pay-sandbox.ts';
import { newId, type Person } from './person.ts';

const checkout = z.object({ result: z.object({ topUp: z.object({ checkoutUrl: z.string() }) }) });

/** 500 credits, paid and there. */
export async function buyCredits(url: string, person: Person): Promise<void> {
  const { result } = await person.read(checkout, day.topUp, { input: { id: newId(), credits: 500 } });
  await paySandbox(url, result.topUp.checkoutUrl);
  const paid = { me: { wallet: { availableCredits: 500 } } };
  await vi.waitFor(async () => expect(await person.data(day.wallet)).toMatchObject(paid), 10_000);
}

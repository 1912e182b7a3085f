import { z } from 'zod';
import { act, entity } from './act.ts';
import type { DayOptions } from './day-options.ts';
import * as documents from './documents.ts';
import { ensurePolicy } from './ensure-policy.ts';

const running = z.object({
  me: z.object({ coverage: entity.extend({ endsAt: z.string().nullable() }).nullable() }),
});

/** @returns the id of the period, which is tied to the trip unless cover ran already */
export async function startCover(
  { cast, newId, say, pause }: DayOptions,
  travelPlanId: string,
): Promise<string> {
  const { minji } = cast;
  const personalData = { legalName: '이민지', phone: '010-2345-6789', licenceNumber: '11-23-456789-01' };
  await ensurePolicy(minji, newId, personalData);
  const { me } = await minji.ask(running, documents.myPolicy);
  if (me.coverage && me.coverage.endsAt === null) return me.coverage.id;
  const id = newId();
  await act(minji, documents.startCover, { id, travelPlanId });
  say('One tap starts cover by the minute, tied to the trip.');
  await pause();
  return id;
}

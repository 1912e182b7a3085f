import { z } from 'zod';
import type { DayClient } from './client.ts';
import * as documents from './documents.ts';

const answer = z.object({
  coveragePeriod: z.object({
    startsAt: z.iso.datetime(),
    endsAt: z.iso.datetime().nullable(),
    endedBy: z.string().nullable(),
    premiumWon: z.int(),
    policy: z.object({ number: z.string() }),
  }),
});

/** A period of cover as this member may see it. */
export async function coverOf(member: DayClient, id: string) {
  return (await member.ask(answer, documents.cover, { id })).coveragePeriod;
}

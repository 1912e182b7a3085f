import { z } from 'zod';
import { act, entity } from './act.ts';
import type { DayClient } from './client.ts';
import * as documents from './documents.ts';

interface PersonalData {
  readonly legalName: string;
  readonly phone: string;
  readonly licenceNumber: string;
}

const answer = z.object({ me: z.object({ policy: entity.nullable() }) });

/** The first cover needs a policy. */
export async function ensurePolicy(
  member: DayClient,
  newId: () => string,
  data: PersonalData,
): Promise<void> {
  const { me } = await member.ask(answer, documents.myPolicy);
  if (!me.policy) await act(member, documents.openPolicy, { id: newId(), ...data });
}

import { z } from 'zod';
import { act, entity } from './act.ts';
import type { DayClient } from './client.ts';
import type { DayOptions } from './day-options.ts';
import * as documents from './documents.ts';
import { ensurePolicy } from './ensure-policy.ts';
import { waitFor, waitUntil } from './wait-for.ts';

const foundPolicies = z.object({
  searchPolicies: z.array(
    z.object({
      id: z.string(),
      periods: z.object({
        edges: z.array(z.object({ node: entity.extend({ endedBy: z.string().nullable() }) })),
      }),
    }),
  ),
});

/** A colleague cancels by phone and leaves; customer care closes the cover as of the call. */
export async function closeForLeaver(options: DayOptions): Promise<void> {
  const { cast, newId, now, say, pause, newColleague, colleaguePassword } = options;
  const taeho = await newColleague();
  await ensurePolicy(taeho, newId, {
    legalName: '오태호',
    phone: newPhone(newId),
    licenceNumber: '26-15-567890-12',
  });
  await act(taeho, documents.startCover, { id: newId() });
  const calledAt = now();
  await act(taeho, documents.withdraw, { password: colleaguePassword });
  const policy = await waitFor('the end by withdrawal', () => findClosed(cast.yuna, taeho.memberId));
  const ticket = `CX-${newId().slice(-4)}`;
  await act(cast.yuna, documents.endCoverForMember, {
    ...{ periodId: policy.periodId, effectiveAt: calledAt.toISOString(), ticket },
    reason: '전화로 해지 요청 · cancelled by phone',
  });
  await waitUntil('the line in the access log', async () =>
    (await logOf(cast.yuna, policy.id)).includes(ticket),
  );
  say('A colleague who cancelled by phone and left is closed by customer care; the log says who looked.');
  await pause();
}

/** Null until insurance has heard of the withdrawal. */
async function findClosed(yuna: DayClient, memberId: string) {
  const { searchPolicies } = await yuna.ask(foundPolicies, documents.findPolicies, { search: memberId });
  const [policy] = searchPolicies;
  const period = policy?.periods.edges[0]?.node;
  return policy && period?.endedBy ? { id: policy.id, periodId: period.id } : null;
}

async function logOf(member: DayClient, id: string): Promise<string> {
  return JSON.stringify(await member.ask(z.unknown(), documents.accessLog, { id }));
}

const newPhone = (newId: () => string): string =>
  `010-5${String(parseInt(newId().slice(-6), 16) % 1_000).padStart(3, '0')}-9012`;

import { coverOf } from './cover-of.ts';
import type { DayOptions } from './day-options.ts';

/** Evidence, not the clock: what the insurer says late about a later end changes nothing. */
export async function lateCallback(
  { cast, now, newId, say, pause, callBack }: DayOptions,
  periodId: string,
): Promise<void> {
  const before = await coverOf(cast.minji, periodId);
  const status = await callBack({
    ...{ eventId: newId(), policyNumber: before.policy.number, coveragePeriodId: periodId },
    effectiveAt: now().toISOString(),
  });
  const after = await coverOf(cast.minji, periodId);
  if (JSON.stringify(before) !== JSON.stringify(after)) throw new Error('a late callback changed the cover');
  say(`The insurer's callback comes late, is taken (${status}) and changes nothing.`);
  await pause();
}

import { coverEnded, coverStarted } from '@moim/schema/contracts/insurance.ts';
import { tidings, type Tidings, type TidingsEvent } from './tidings.ts';

/** What an event of insurance means to the insured; null for one that concerns nobody here. */
export function coverTidings({ name, payload }: TidingsEvent): Tidings | null {
  if (name === coverStarted.name) return toInsured(coverStarted.payload.parse(payload), null);
  if (name !== coverEnded.name) return null;
  const event = coverEnded.payload.parse(payload);
  const isOwnDoing = event.endedBy === 'MEMBER' || event.endedBy === 'WITHDRAWAL';
  return toInsured(event, isOwnDoing ? null : 'COVER_ENDED');
}

const toInsured = (
  { coveragePeriodId, memberId }: { coveragePeriodId: string; memberId: string },
  kind: 'COVER_ENDED' | null,
): Tidings =>
  tidings({
    subject: { kind: 'COVERAGE_PERIOD', id: coveragePeriodId },
    told: [{ memberIds: [memberId], kind }],
  });

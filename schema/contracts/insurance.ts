import { z } from 'zod';

const memberId = z.uuid();
/** An instant: RFC 3339 in UTC with milliseconds. */
const instant = z.iso.datetime({ precision: 3 });

const coveragePeriod = 'coverage-period';

export const coverStarted = {
  name: 'insurance.cover-started.v1',
  aggregateType: coveragePeriod,
  payload: z.strictObject({
    coveragePeriodId: z.uuid(),
    policyId: z.uuid(),
    memberId,
    startsAt: instant,
    travelPlanId: z.uuid().nullable(),
  }),
};

/** Ended, or ended earlier than was believed. */
export const coverEnded = {
  name: 'insurance.cover-ended.v1',
  aggregateType: coveragePeriod,
  payload: z.strictObject({
    coveragePeriodId: z.uuid(),
    policyId: z.uuid(),
    memberId,
    startsAt: instant,
    endsAt: instant,
    endedBy: z.enum(['MEMBER', 'PARKING', 'CX', 'INSURER', 'WITHDRAWAL']),
    /** Won, to the minute; what is owed now for the whole period. */
    premiumWon: z.int().nonnegative(),
    travelPlanId: z.uuid().nullable(),
  }),
};

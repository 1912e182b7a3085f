import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { Tx } from '@moim/kit/db/database.ts';
import { ConflictError, InvalidInputError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { appendEvent } from '@moim/kit/events/append.ts';
import { isUuid, toNewId } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { coverStarted } from '@moim/schema/contracts/insurance.ts';
import {
  type CurrentBelief,
  findCurrentBelief,
  findLastChange,
  insertBelief,
  isCoveredFrom,
} from '../db/coverage-beliefs.ts';
import { insertPeriod } from '../db/coverage-periods.ts';
import { type LockedPolicy, lockPolicy } from '../db/policies.ts';
import { getRateCard } from '../db/rate-cards.ts';
import { OverlappingCoverError } from '../domain/cover.ts';
import { logChange } from './coverage-topic.ts';

export interface StartCoverInput {
  /** UUIDv7 of the client: asking again is the same period. */
  readonly id: string;
  /** The trip that the cover is tied to. */
  readonly travelPlanId?: string | null | undefined;
}

interface Start {
  readonly id: string;
  readonly travelPlanId: string | null;
}

/**
 * Cover from now on. The same request again is the same period.
 *
 * @returns its id
 * @throws {InvalidInputError} for an id
 * @throws {NotFoundError} when the viewer has no policy
 * @throws {ConflictError} when cover runs, or the id stands for another period; nothing is written
 */
export async function startCover(
  services: Services,
  viewer: Viewer,
  input: StartCoverInput,
): Promise<string> {
  const start = { id: toNewId(input.id, 'input.id'), travelPlanId: toPlanId(input.travelPlanId) };
  return services.db.write.transaction(async (tx) => {
    const policy = await lockPolicy(tx, { holderId: viewer.memberId });
    if (!policy || policy.holderWithdrawnAt) throw new NotFoundError('Open a policy first.');
    const stored = await findCurrentBelief(tx, start.id);
    if (stored) return asRetry(stored, policy, start);
    await begin(tx, services, policy, start);
    return start.id;
  });
}

function toPlanId(travelPlanId: string | null | undefined): string | null {
  if (travelPlanId == null) return null;
  if (!isUuid(travelPlanId)) throw new InvalidInputError('input.travelPlanId', 'This is no id of a trip.');
  return travelPlanId.toLowerCase();
}

function asRetry(stored: CurrentBelief, policy: LockedPolicy, { id, travelPlanId }: Start): string {
  if (stored.policyId !== policy.id || stored.travelPlanId !== travelPlanId)
    throw new ConflictError('This id stands for other cover.', 'input.id');
  return id;
}

async function begin(tx: Tx, services: Services, policy: LockedPolicy, { id, travelPlanId }: Start) {
  const startsAt = services.now();
  if (await isCoveredFrom(tx, policy.id, startsAt)) throw new OverlappingCoverError();
  const { version: rateVersion } = await getRateCard(tx, startsAt);
  const policyId = policy.id;
  const period = { id, policyId, travelPlanId, rateVersion, startsAt, lastEventSeq: 1 };
  if (!(await insertPeriod(tx, period)))
    throw new ConflictError('This id stands for other cover.', 'input.id');
  // What ended in this very millisecond is believed to have ended from the next one on.
  const knownFrom = latest(startsAt, await findLastChange(tx, policyId));
  await insertBelief(tx, { periodId: id, number: 1, policyId, startsAt, knownFrom });
  const { holderId, carrySixtieths: carry } = policy;
  await logChange(tx, services, { policyId, holderId, periodId: id, carry });
  await appendEvent(tx, 'insurance', {
    contract: coverStarted,
    id: services.newId(),
    aggregateId: id,
    aggregateSeq: 1,
    payload: {
      coveragePeriodId: id,
      policyId,
      memberId: holderId,
      startsAt: startsAt.toISOString(),
      travelPlanId,
    },
    occurredAt: startsAt,
  });
}

const latest = (one: Date, other: Date | null): Date => (other && other > one ? other : one);

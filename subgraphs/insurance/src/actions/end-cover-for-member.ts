import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { assertHandler, cleanJustification, type Justification } from '../domain/access.ts';
import { assertPossibleEnd, EndedEarlierError } from '../domain/cover.ts';
import { asActor, type Asker } from './asker.ts';
import { endPeriod } from './end-period.ts';
import { type LockedPeriod, lockPeriod } from './lock-period.ts';
import { recordAccess } from './record-access.ts';

export interface EndCoverForMemberInput extends Justification {
  readonly periodId: string;
  /** When the member says that it ended; in the past. */
  readonly effectiveAt: Date;
}

/**
 * CX ends a period for a member who asked by other means, also one who has left. The same request
 * again changes nothing.
 *
 * @returns the period's id
 * @throws {ForbiddenError} for everybody but CX
 * @throws {InvalidInputError} naming `input.effectiveAt`, `input.reason` or `input.ticket`
 * @throws {NotFoundError} when there is no such period
 * @throws {ConflictError} when it ended earlier already; nothing is written
 */
export async function endCoverForMember(
  services: Services,
  asker: Asker,
  input: EndCoverForMemberInput,
): Promise<string> {
  assertHandler(asker);
  const justification = cleanJustification(input);
  const { effectiveAt: at } = input;
  return services.db.write.transaction(async (tx) => {
    const locked = await lockPeriod(tx, input.periodId);
    if (!locked) throw new NotFoundError();
    const { policy, current } = locked;
    assertPossibleEnd(current, at, services.now(), 'input.effectiveAt');
    if (isRetry(current, at, justification)) return current.periodId;
    if (!(await endPeriod(tx, services, { ...locked, end: { at, by: 'CX' }, justification })))
      throw new EndedEarlierError(current.endsAt ?? at);
    const actor = asActor(asker, 'CX');
    const access = { policyId: policy.id, actor, task: 'END_COVER' as const, fields: ['endsAt'] };
    await recordAccess(tx, services, [{ ...access, ...justification }]);
    return current.periodId;
  });
}

function isRetry(current: LockedPeriod['current'], at: Date, { reason, ticket }: Justification): boolean {
  return (
    current.endedBy === 'CX' &&
    current.endsAt?.getTime() === at.getTime() &&
    current.reason === reason &&
    current.ticket === ticket
  );
}

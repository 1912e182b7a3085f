import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { withinReach } from '../domain/cover.ts';
import { endPeriod } from './end-period.ts';
import { lockPeriod } from './lock-period.ts';

/**
 * The member ends their cover now. Cover that has ended stays as it is.
 *
 * @returns the period's id
 * @throws {NotFoundError} when it is not the viewer's
 */
export async function endCover(
  services: Services,
  viewer: Viewer,
  { periodId }: { readonly periodId: string },
): Promise<string> {
  return services.db.write.transaction(async (tx) => {
    const locked = await lockPeriod(tx, periodId);
    if (!locked || locked.policy.holderId !== viewer.memberId) throw new NotFoundError();
    const now = services.now();
    const at = withinReach(locked.current, now, now);
    await endPeriod(tx, services, { ...locked, end: { at, by: 'MEMBER' } });
    return locked.current.periodId;
  });
}

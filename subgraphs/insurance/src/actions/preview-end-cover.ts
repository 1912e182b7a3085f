import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { isUuid } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { assertHandler, readerOf } from '../domain/access.ts';
import { amend, premiumAt } from '../domain/belief.ts';
import { assertPossibleEnd } from '../domain/cover.ts';
import { findPeriods } from '../db/coverage-periods.ts';
import type { Asker } from './asker.ts';

export interface EndPreview {
  readonly periodId: string;
  readonly premiumWonBefore: number;
  readonly premiumWonAfter: number;
  /** An earlier end is known: nothing would change. */
  readonly isNoop: boolean;
}

/**
 * What `endCoverForMember` would do; changes nothing.
 *
 * @throws {ForbiddenError} for everybody but CX
 * @throws {InvalidInputError} naming `input.effectiveAt`
 * @throws {NotFoundError} when there is no such period
 */
export async function previewEndCover(
  { db, now }: Pick<Services, 'db' | 'now'>,
  asker: Asker,
  { periodId, effectiveAt }: { readonly periodId: string; readonly effectiveAt: Date },
): Promise<EndPreview> {
  assertHandler(asker);
  const [period] = isUuid(periodId) ? await findPeriods(db.write, readerOf(asker), [periodId]) : [];
  if (!period) throw new NotFoundError();
  const at = now();
  assertPossibleEnd(period, effectiveAt, at, 'input.effectiveAt');
  const { wonPerHour, carry } = period;
  const options = { wonPerHour, carry, now: at };
  const amendment = amend({ ...period, knownFrom: period.startsAt }, { at: effectiveAt, by: 'CX' }, options);
  const premiumWonBefore = premiumAt(period, options);
  return {
    periodId: period.id,
    premiumWonBefore,
    premiumWonAfter: amendment?.belief.premiumWon ?? premiumWonBefore,
    isNoop: amendment === null,
  };
}

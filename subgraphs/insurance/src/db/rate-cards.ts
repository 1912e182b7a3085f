import type { ReadDb } from '@moim/kit/db/database.ts';
import { and, gt, isNull, lte, or } from 'drizzle-orm';
import { rateCards } from './tables.ts';

export interface RateCardRow {
  readonly version: number;
  readonly wonPerHour: number;
  readonly validFrom: Date;
}

/** What a period that starts then costs. @throws {Error} when no card covers the instant */
export async function getRateCard(db: ReadDb, at: Date): Promise<RateCardRow> {
  const [card] = await db
    .named('insurance.getRateCard')
    .select({
      version: rateCards.version,
      wonPerHour: rateCards.wonPerHour,
      validFrom: rateCards.validFrom,
    })
    .from(rateCards)
    .where(and(lte(rateCards.validFrom, at), or(isNull(rateCards.validUntil), gt(rateCards.validUntil, at))));
  if (!card) throw new Error(`no rate card covers ${at.toISOString()}`);
  return card;
}

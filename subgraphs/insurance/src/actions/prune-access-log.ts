import type { Services } from '@moim/kit/server/services.ts';
import { deleteDaysKeptUntil } from '../db/access-log.ts';

/** Deletes what has been kept for as long as the operator must. Answers how many entries. */
export function pruneAccessLog({ db, now }: Pick<Services, 'db' | 'now'>): Promise<number> {
  const at = now();
  return db.write.transaction((tx) => deleteDaysKeptUntil(tx, at, at.toISOString().slice(0, 10)));
}

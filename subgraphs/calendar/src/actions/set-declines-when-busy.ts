import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { saveDeclinesWhenBusy } from '../db/member-settings.ts';
import { findOwnClashes } from '../db/clashes.ts';
import { EventClashError } from '../domain/clash.ts';

/**
 * Whether what clashes with the viewer's own events is refused instead of told.
 *
 * @throws {EventClashError} when their future events clash already: the promise could not be kept
 */
export async function setDeclinesWhenBusy(
  { db, now }: Pick<Services, 'db' | 'now'>,
  { memberId }: Viewer,
  declinesWhenBusy: boolean,
): Promise<void> {
  await db.write.transaction(async (tx) => {
    await saveDeclinesWhenBusy(tx, memberId, declinesWhenBusy);
    const clashes = declinesWhenBusy ? await findOwnClashes(tx, memberId, now()) : [];
    if (clashes.length > 0) throw new EventClashError(clashes);
  });
}

import type { Tx } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { insertEntityChange } from '../db/entity-changes.ts';
import { type EntityChange, tellingByMember } from '../domain/entity-change.ts';
import { wakeInboxes } from './wake-inboxes.ts';

/** Puts a change of another subgraph into the inboxes of those whom it concerns. */
export async function tellOfChange(
  tx: Tx,
  services: Pick<Services, 'bus' | 'newId'>,
  change: EntityChange,
): Promise<void> {
  const recipients = [...tellingByMember(change)].map(([memberId, kind]) => ({
    memberId,
    kind,
    notificationId: kind && services.newId(),
  }));
  if (recipients.length === 0) return;
  wakeInboxes(tx, services, await insertEntityChange(tx, change, recipients));
}

import type { Tx } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { insertMessageNotices } from '../db/inboxes.ts';
import { inboxKindsOf } from '../domain/inbox.ts';
import type { MessageKind } from '../domain/message.ts';
import { wakeInboxes } from './wake-inboxes.ts';

export interface PostedMessage {
  readonly roomId: string;
  readonly seq: number;
  readonly kind: MessageKind;
  readonly memberId: string;
  readonly at: Date;
}

/** Puts a posted message into the inbox of everybody in its room: one statement for any number. */
export async function notifyMembers(
  tx: Tx,
  services: Pick<Services, 'bus'>,
  { kind, memberId, ...message }: PostedMessage,
): Promise<void> {
  const notice = {
    ...message,
    ...inboxKindsOf(kind),
    subjectId: memberId,
    isForLeaver: kind === 'MEMBER_LEFT',
  };
  wakeInboxes(tx, services, await insertMessageNotices(tx, notice));
}

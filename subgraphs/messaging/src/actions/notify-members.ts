import type { Tx } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { insertMessageNotices, type MessageNotice } from '../db/inboxes.ts';
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

/** Puts posted messages into the inboxes of everybody in their rooms: one statement for any number. */
export async function notifyMembers(
  tx: Tx,
  services: Pick<Services, 'bus'>,
  messages: readonly PostedMessage[],
): Promise<void> {
  wakeInboxes(tx, services, await insertMessageNotices(tx, messages.map(noticeOf)));
}

const noticeOf = ({ kind, memberId, ...message }: PostedMessage): MessageNotice => ({
  ...message,
  ...inboxKindsOf(kind),
  subjectId: memberId,
  isForLeaver: kind === 'MEMBER_LEFT',
});

import type { sendMessage } from '@moim/messaging/actions/send-message.ts';
import { appendMessagePosted } from '@moim/messaging/actions/append-message-posted.ts';
import { takeNextSeq } from '@moim/messaging/db/chat-rooms.ts';
import { insertText } from '@moim/messaging/db/messages.ts';
import { draftMessage, type Message, withoutNotice } from '@moim/messaging/domain/message.ts';
import { memberReader } from '@moim/messaging/domain/reader.ts';
import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { setTimeout as sleep } from 'node:timers/promises';

/** Every other sender is held up between its two transactions, as anybody may be. */
const pauseMs = 50;

/**
 * The mistake: the room's row is let go of before the message commits, so that a later place may be
 * told before an earlier one.
 */
export const sendWithoutRowLock: typeof sendMessage = async (services, viewer, input) => {
  const draft = draftMessage(viewer.memberId, input);
  const at = services.now();
  const { write } = services.db;
  const place = await write.transaction((tx) =>
    takeNextSeq(tx, memberReader(draft.memberId), draft.roomId, at),
  );
  if (!place) throw new NotFoundError();
  if (place.seq % 2 === 0) await sleep(pauseMs);
  const message: Message = { ...draft, ...withoutNotice, seq: place.seq, kind: 'TEXT', sentAt: at };
  await write.transaction(async (tx) => {
    await insertText(tx, { ...draft, seq: place.seq, at });
    await appendMessagePosted(tx, services, message);
  });
  return message;
};

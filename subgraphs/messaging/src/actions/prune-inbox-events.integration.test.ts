import { newUuid } from '@moim/kit/ids/uuid.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findInboxEventsAfter } from '../db/inboxes.ts';
import { deleteInboxEventsBefore } from '../db/prune-inbox-events.ts';
import { openStage, type Stage } from '../testing/stage.ts';
import { createChatRoom } from './create-chat-room.ts';
import { markRead } from './mark-read.ts';
import { pruneInboxEvents } from './prune-inbox-events.ts';
import { sendMessage } from './send-message.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

it('keeps what is younger than two weeks, and the last row of each inbox, which shows that some are gone', async () => {
  const { services, identity } = stage;
  const [minji, joon] = [await identity.join(), await identity.join()];
  const request = { kind: 'DIRECT' as const, memberIds: [joon.memberId], groupIds: [] };
  const roomId = await createChatRoom(services, minji, { id: newUuid(), ...request });
  for (let seq = 1; seq <= 3; seq += 1) {
    await sendMessage(services, minji, { id: newUuid(), roomId, text: 'hi' });
    await markRead(services, joon, { roomId, seq });
  }
  const rows = () => findInboxEventsAfter(services.db.write, joon.memberId, 0, 20);
  const before = await rows();
  expect(before.length).toBeGreaterThan(2);
  expect(await pruneInboxEvents(services)).toBe(0);

  const muchLater = new Date(services.now().getTime() + 60_000);
  expect(await deleteInboxEventsBefore(services.db.write, muchLater, 2)).toBeGreaterThan(before.length - 2);
  expect((await rows()).map(({ seq }) => seq)).toEqual([before.at(-1)?.seq]);
  expect(await deleteInboxEventsBefore(services.db.write, muchLater)).toBe(0);
});

import { createChatRoom } from '@moim/messaging/actions/create-chat-room.ts';
import { markRead } from '@moim/messaging/actions/mark-read.ts';
import { sendMessage } from '@moim/messaging/actions/send-message.ts';
import { demoGroups } from './people.ts';
import { type DemoRoom, demoRooms } from './rooms.ts';
import { patiently, type Stage } from './stage.ts';

/** Everybody talks; rooms are remembered by their title. */
export async function playRooms(stage: Stage): Promise<void> {
  for (const room of demoRooms) await playRoom(stage, room);
}

async function playRoom(stage: Stage, room: DemoRoom): Promise<void> {
  const at = (minutesAgo: number) => stage.at('messaging', stage.minutesAgo(minutesAgo));
  const roomId = await patiently(() => openRoom(stage, room));
  if (room.title !== null) stage.remember('room', room.title, roomId);
  let seq = 0;
  for (const { by, text, minutesAgo } of room.lines) {
    const messaging = at(minutesAgo);
    ({ seq } = await sendMessage(messaging, stage.viewer(by), { id: messaging.newId(), roomId, text }));
  }
  const readAt = at(room.lines.at(-1)?.minutesAgo ?? 0);
  for (const handle of readersOf(room)) await markRead(readAt, stage.viewer(handle), { roomId, seq });
}

function openRoom(stage: Stage, room: DemoRoom): Promise<string> {
  const services = stage.at('messaging', stage.minutesAgo((room.lines[0]?.minutesAgo ?? 0) + 5));
  const [founder = '', ...others] = room.members;
  return createChatRoom(services, stage.viewer(founder), {
    id: services.newId(),
    kind: room.title === null ? 'DIRECT' : 'GROUP',
    title: room.title,
    // Whoever opens a room for a group alone is in it through the group.
    memberIds: others.length === 0 ? [] : stage.memberIds(room.members),
    groupIds: room.groups.map((name) => stage.idOf('group', name)),
  });
}

/** Everybody in the room but those who have not opened it; these have read what they wrote. */
function readersOf({ members, groups, unreadBy }: DemoRoom): string[] {
  const followed = demoGroups.filter(({ name }) => groups.includes(name));
  const present = new Set([...members, ...followed.flatMap((group) => group.members)]);
  return [...present].filter((handle) => !unreadBy.includes(handle));
}

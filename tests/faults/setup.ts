import type { Services } from '@moim/kit/server/services.ts';
import { createGroup } from '@moim/identity/actions/create-group.ts';
import { signUp } from '@moim/identity/actions/sign-up.ts';
import { createChatRoom } from '@moim/messaging/actions/create-chat-room.ts';
import { viewerOf } from './load.ts';
import type { World } from './world.ts';

const memberCount = 6;

/** Two groups with nobody but their owner in it, and rooms that follow one of them or both. */
export async function makeWorld(identity: Services, messaging: Services): Promise<World> {
  const ownerId = await person(identity, 'owner');
  const memberIds: string[] = [];
  for (let n = 1; n <= memberCount; n += 1) memberIds.push(await person(identity, `member-${n}`));
  const owner = viewerOf(ownerId);
  const group = (name: string) => createGroup(identity, owner, { id: identity.newId(), name, memberIds: [] });
  const [sales, field] = [await group('Sales'), await group('Field')];
  const rooms = [];
  for (const groupIds of [[sales], [field], [sales, field]]) {
    const input = { kind: 'GROUP' as const, title: 'A room', memberIds: [], groupIds };
    rooms.push({ id: await createChatRoom(messaging, owner, { id: messaging.newId(), ...input }), groupIds });
  }
  return { ownerId, memberIds, groupIds: [sales, field], rooms };
}

function person(identity: Services, handle: string): Promise<string> {
  return signUp(identity, { handle, name: handle, password: 'correct horse battery staple' });
}

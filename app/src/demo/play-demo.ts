import type { Role, Viewer } from '@moim/kit/auth/viewer.ts';
import { BehindError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { createGroup } from '@moim/identity/actions/create-group.ts';
import { setMemberRoles } from '@moim/identity/actions/set-member-roles.ts';
import { signUp } from '@moim/identity/actions/sign-up.ts';
import { createChatRoom } from '@moim/messaging/actions/create-chat-room.ts';
import { markRead } from '@moim/messaging/actions/mark-read.ts';
import { sendMessage } from '@moim/messaging/actions/send-message.ts';
import { type DemoPerson, demoGroups, demoPassword, demoPeople } from './people.ts';
import { type DemoRoom, demoRooms } from './rooms.ts';

export interface DemoServices {
  readonly identity: Services;
  readonly messaging: Services;
}

/** Groups and people are older than every message. */
const beginningMinutesAgo = 6_000;

/**
 * Fills an empty installation by the same actions that people use. The backbone must run: rooms
 * follow groups by identity's events.
 *
 * @param present - the instant that the demo's "minutes ago" count from
 */
export async function playDemo(services: DemoServices, present: Date): Promise<void> {
  const cast = new Cast();
  const at = (minutesAgo: number): DemoServices => ({
    identity: frozen(services.identity, present, minutesAgo),
    messaging: frozen(services.messaging, present, minutesAgo),
  });
  const begin = at(beginningMinutesAgo).identity;
  await signUpAll(begin, cast);
  const groups = await foundGroups(begin, cast);
  for (const room of demoRooms) await playRoom(at, room, cast, groups);
}

/** The same services at another time. */
function frozen(services: Services, present: Date, minutesAgo: number): Services {
  return { ...services, now: () => new Date(present.getTime() - minutesAgo * 60_000) };
}

/** Who the people of the demo are, as the actions see them. */
class Cast {
  readonly #viewers = new Map<string, Viewer>();

  add(handle: string, memberId: string, sessionId: string, roles: readonly Role[]): void {
    this.#viewers.set(handle, { memberId, sessionId, roles, membershipVersion: 1 });
  }

  viewer(handle: string): Viewer {
    const viewer = this.#viewers.get(handle);
    if (!viewer) throw new Error(`${handle} is not part of the demo`);
    return viewer;
  }

  memberIds(handles: readonly string[]): string[] {
    return handles.map((handle) => this.viewer(handle).memberId);
  }

  /** Their next action waits until messaging has heard of the change. */
  changedMembership(handle: string): void {
    const viewer = this.viewer(handle);
    this.#viewers.set(handle, { ...viewer, membershipVersion: viewer.membershipVersion + 1 });
  }
}

async function signUpAll(services: Services, cast: Cast): Promise<void> {
  for (const person of demoPeople) {
    const memberId = await signUp(services, { ...person, password: demoPassword });
    cast.add(person.handle, memberId, services.newId(), ['MEMBER', ...person.roles]);
    await giveRoles(services, cast, person);
  }
}

async function giveRoles(services: Services, cast: Cast, { handle, roles }: DemoPerson): Promise<void> {
  const [founder] = demoPeople;
  if (roles.length === 0 || !founder || handle === founder.handle) return;
  const { memberId } = cast.viewer(handle);
  await setMemberRoles(services, cast.viewer(founder.handle), { memberId, roles });
}

/** @returns ids by name */
async function foundGroups(services: Services, cast: Cast): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const { name, members } of demoGroups) {
    const [founder = '', ...others] = members;
    const request = { id: services.newId(), name, memberIds: cast.memberIds(others) };
    ids.set(name, await createGroup(services, cast.viewer(founder), request));
    for (const handle of members) cast.changedMembership(handle);
  }
  return ids;
}

type At = (minutesAgo: number) => DemoServices;

async function playRoom(at: At, room: DemoRoom, cast: Cast, groups: Map<string, string>): Promise<void> {
  const openedAt = (room.lines[0]?.minutesAgo ?? 0) + 5;
  const roomId = await patiently(() => openRoom(at(openedAt).messaging, room, cast, groups));
  let seq = 0;
  for (const { by, text, minutesAgo } of room.lines) {
    const { messaging } = at(minutesAgo);
    ({ seq } = await sendMessage(messaging, cast.viewer(by), { id: messaging.newId(), roomId, text }));
  }
  const readAt = at(room.lines.at(-1)?.minutesAgo ?? 0).messaging;
  for (const handle of readersOf(room)) await markRead(readAt, cast.viewer(handle), { roomId, seq });
}

function openRoom(
  services: Services,
  room: DemoRoom,
  cast: Cast,
  groups: Map<string, string>,
): Promise<string> {
  const [founder = '', ...others] = room.members;
  const groupIds = room.groups.flatMap((name) => groups.get(name) ?? []);
  const isAlone = others.length === 0;
  return createChatRoom(services, cast.viewer(founder), {
    id: services.newId(),
    kind: room.title === null ? 'DIRECT' : 'GROUP',
    title: room.title,
    // Whoever opens a room for a group alone is in it through the group.
    memberIds: isAlone ? [] : cast.memberIds(room.members),
    groupIds,
  });
}

/** Until messaging has heard of everybody; each attempt waits about a second by itself. */
async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
  for (let left = 20; ; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      const isEarly = error instanceof NotFoundError || error instanceof BehindError;
      if (!isEarly || left === 0) throw error;
    }
  }
}

/** Everybody in the room but those who have not opened it; these have read what they wrote. */
function readersOf({ members, groups, unreadBy }: DemoRoom): string[] {
  const followed = demoGroups.filter(({ name }) => groups.includes(name));
  const present = new Set([...members, ...followed.flatMap((group) => group.members)]);
  return [...present].filter((handle) => !unreadBy.includes(handle));
}

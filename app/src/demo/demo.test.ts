import { describe, expect, it } from 'vitest';
import { demoGroups, demoPeople } from './people.ts';
import { type DemoRoom, demoRooms } from './rooms.ts';

const handles = new Set(demoPeople.map(({ handle }) => handle));

/** Everybody who is in a room, by name or through a group. */
function inRoom({ members, groups }: DemoRoom): Set<string> {
  const followed = demoGroups.filter(({ name }) => groups.includes(name));
  return new Set([...members, ...followed.flatMap((group) => group.members)]);
}

describe('the demo', () => {
  it('names only people and groups that exist', () => {
    const named = [...demoGroups, ...demoRooms].flatMap(({ members }) => members);
    expect(named.filter((handle) => !handles.has(handle))).toEqual([]);
    const groups = new Set(demoGroups.map(({ name }) => name));
    expect(demoRooms.flatMap((room) => room.groups).filter((name) => !groups.has(name))).toEqual([]);
  });

  it.each(demoRooms)('lets only people in the room write and read: $title', (room) => {
    const present = inRoom(room);
    const active = [...room.lines.map(({ by }) => by), ...room.unreadBy];
    expect(active.filter((handle) => !present.has(handle))).toEqual([]);
  });

  it.each(demoRooms)('lets only a member of each group open a room for it: $title', ({ members, groups }) => {
    const followed = demoGroups.filter(({ name }) => groups.includes(name));
    for (const group of followed) expect(group.members).toContain(members[0]);
  });

  it.each(demoRooms)('moves forward in time: $title', ({ lines }) => {
    const minutes = lines.map(({ minutesAgo }) => minutesAgo);
    expect(minutes).toEqual([...minutes].sort((a, b) => b - a));
  });

  it('is in Korean and in English', () => {
    const texts = demoRooms.flatMap(({ lines }) => lines.map(({ text }) => text));
    expect(texts.filter((text) => /\p{Script=Hangul}/u.test(text)).length).toBeGreaterThan(10);
    expect(texts.filter((text) => !/\p{Script=Hangul}/u.test(text)).length).toBeGreaterThan(10);
  });
});

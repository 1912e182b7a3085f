import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreateChatRoomInput } from '../domain/chat-room.ts';
import { openStage, type Stage } from '../testing/stage.ts';
import { createChatRoom } from './create-chat-room.ts';

let stage: Stage;
let minji: Viewer;
let joon: Viewer;
let sora: Viewer;

beforeAll(async () => {
  stage = await openStage();
  [minji, joon, sora] = [
    await stage.identity.join(),
    await stage.identity.join(),
    await stage.identity.join(),
  ];
});
afterAll(() => stage.close());

const groupRoom = (input: Partial<CreateChatRoomInput> = {}): CreateChatRoomInput => ({
  ...{ id: newUuid(), kind: 'GROUP', title: 'Busan', memberIds: [joon.memberId], groupIds: [] },
  ...input,
});
const directRoom = (input: Partial<CreateChatRoomInput> = {}): CreateChatRoomInput => ({
  ...{ id: newUuid(), kind: 'DIRECT', memberIds: [joon.memberId], groupIds: [] },
  ...input,
});
const create = (viewer: Viewer, input: CreateChatRoomInput) =>
  createChatRoom(stage.services, stage.identity.viewer(viewer.memberId), input);

const membersOf = async (roomId: string) => {
  const rows = await stage.rows<{ id: string; own: boolean }>(
    'select member_id as id, is_own as own from messaging.chat_room_members where room_id = $1 order by 1',
    [roomId],
  );
  return rows;
};
const countRooms = async () => (await stage.rows('select from messaging.chat_rooms')).length;

describe('createChatRoom', () => {
  it('puts the members in, writes one audit line, and tells each inbox once', async () => {
    const id = await create(minji, groupRoom({ memberIds: [joon.memberId, sora.memberId] }));
    expect(await membersOf(id)).toEqual(
      [minji, joon, sora].map(({ memberId }) => ({ id: memberId, own: true })),
    );
    expect(
      await stage.rows('select action, actor_id as actor from messaging.audit_lines where room_id = $1', [
        id,
      ]),
    ).toEqual([{ action: 'ROOM_CREATED', actor: minji.memberId }]);
    expect(
      await stage.rows(
        'select member_id as id, kind from messaging.inbox_events where room_id = $1 order by 1',
        [id],
      ),
    ).toEqual([minji, joon, sora].map(({ memberId }) => ({ id: memberId, kind: 'ROOM_JOINED' })));
  });

  it('takes in the members of the groups it follows, each once', async () => {
    const sales = await stage.identity.group(minji, joon);
    const service = await stage.identity.group(minji, sora);
    const input = groupRoom({ groupIds: [sales, service], memberIds: [sora.memberId] });
    expect(await membersOf(await create(minji, input))).toEqual([
      { id: minji.memberId, own: false },
      { id: joon.memberId, own: false },
      { id: sora.memberId, own: true },
    ]);
  });

  it('answers a retry with the same room, also twenty at once', async () => {
    const input = groupRoom();
    const rooms = await countRooms();
    const ids = await Promise.all(Array.from({ length: 20 }, () => create(minji, input)));
    expect(new Set(ids)).toEqual(new Set([input.id]));
    expect(await countRooms()).toBe(rooms + 1);
  });

  it.each<[string, Partial<CreateChatRoomInput>]>([
    ['title', { title: 'Seoul' }],
    ['members', { memberIds: [] }],
  ])('refuses the id of a room for one with other %s', async (_, difference) => {
    const group = await stage.identity.group(minji);
    const input = groupRoom({ groupIds: [group] });
    await create(minji, input);
    await expect(create(minji, { ...input, ...difference })).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('refuses the id of a room to another member', async () => {
    const input = groupRoom({ memberIds: [joon.memberId, minji.memberId] });
    await create(minji, input);
    await expect(create(joon, input)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('gives a pair of members one room, whoever asks, also at once', async () => {
    const [hana, dae] = [await stage.identity.join(), await stage.identity.join()];
    const ids = await Promise.all([
      ...Array.from({ length: 8 }, () => create(hana, directRoom({ memberIds: [dae.memberId] }))),
      ...Array.from({ length: 8 }, () => create(dae, directRoom({ memberIds: [hana.memberId] }))),
    ]);
    expect(new Set(ids).size).toBe(1);
    expect(await membersOf(ids[0] ?? '')).toHaveLength(2);
  });

  it('answers an unknown member, a withdrawn one, and groups of others alike, and writes nothing', async () => {
    const gone = await stage.identity.join();
    await stage.identity.withdraw(gone.memberId);
    const others = await stage.identity.group(joon);
    const rooms = await countRooms();
    const refused = [
      groupRoom({ memberIds: [newUuid()] }),
      groupRoom({ memberIds: [gone.memberId] }),
      directRoom({ memberIds: [gone.memberId] }),
      groupRoom({ groupIds: [others] }),
      groupRoom({ groupIds: [newUuid()] }),
    ];
    for (const input of refused)
      await expect(create(minji, input)).rejects.toMatchObject({
        code: 'NOT_FOUND',
        message: 'There is nothing with this id that you may see.',
      });
    expect(await countRooms()).toBe(rooms);
  });

  it('waits for a member of whom identity has only just told', async () => {
    const { identity } = stage;
    const event = identity.writeJoin();
    const creating = create(minji, directRoom({ memberIds: [event.aggregateId] }));
    await identity.take(event);
    expect(await membersOf(await creating)).toHaveLength(2);
  });

  it('says that it is behind when the own memberships stay unknown', async () => {
    const ahead = { ...minji, membershipVersion: 1_000 };
    await expect(createChatRoom(stage.services, ahead, groupRoom())).rejects.toMatchObject({
      code: 'BEHIND',
    });
  });

  it('does not keep a member who leaves the group while the room is being made', async () => {
    for (let round = 0; round < 10; round += 1) {
      const sales = await stage.identity.group(minji, joon);
      const [roomId] = await Promise.all([
        create(minji, groupRoom({ groupIds: [sales], memberIds: [] })),
        stage.identity.remove(sales, joon.memberId),
      ]);
      expect(await membersOf(roomId)).toEqual([{ id: minji.memberId, own: false }]);
    }
  });

  it('does not keep a member who closes the account while the room is being made', async () => {
    for (let round = 0; round < 10; round += 1) {
      const leaver = await stage.identity.join();
      const input = groupRoom({ memberIds: [joon.memberId, leaver.memberId] });
      const [creating] = await Promise.allSettled([
        create(minji, input),
        stage.identity.withdraw(leaver.memberId),
      ]);
      if (creating.status === 'rejected') expect(creating.reason).toMatchObject({ code: 'NOT_FOUND' });
      expect(await membersOf(input.id)).not.toContainEqual({ id: leaver.memberId, own: true });
    }
  });
});

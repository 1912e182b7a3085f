import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as day from '../../app/src/day/documents.ts';
import { buyCredits } from './buy-credits.ts';
import { createRoom, send } from './documents.ts';
import { changeEvent, newEvent } from './events.ts';
import { type Listening, newId, type Person, signUp } from './person.ts';
import { type Execution, type Stack, startStack } from './stack.ts';

const withEntities = `subscription ($roomId: ID!, $afterSeq: Int) {
  chatRoomEvents(roomId: $roomId, afterSeq: $afterSeq) {
    seq
    message { kind sender { name } cards { kind entity { ... on CalendarEvent { title } } } }
  }
}`;

const card = (entity: object | null, kind = 'TEXT') => ({
  data: {
    chatRoomEvents: {
      seq: 1,
      message: { kind, sender: { name: 'Minji' }, cards: [{ kind: 'CALENDAR_EVENT', entity }] },
    },
  },
});

describe.each<Execution>(['in-process', 'processes'])('a card in a live room, %s', (execution) => {
  let stack: Stack;
  let minji: Person;
  let alex: Person;
  let jiwon: Person;
  let stranger: Person;

  beforeAll(async () => {
    stack = await startStack({ execution });
    minji = await signUp(stack.url, { name: 'Minji' });
    alex = await signUp(stack.url, { name: 'Alex' });
    jiwon = await signUp(stack.url, { name: 'Jiwon' });
    stranger = await signUp(stack.url, { name: 'Stranger' });
  });
  afterAll(async () => {
    await Promise.all([minji, alex, jiwon, stranger].map((person) => person.close()));
    await stack.close();
  });

  const openRoom = async () => {
    const roomId = newId();
    const memberIds = [alex.memberId, jiwon.memberId];
    await minji.data(createRoom, { input: { id: roomId, kind: 'GROUP', title: 'Busan', memberIds } });
    return roomId;
  };

  it('has the rights of each reader, whoever listens first, live and when catching up', async () => {
    const roomId = await openRoom();
    const event = await newEvent(minji, { title: 'Site visit', attendees: [alex] });
    const listeners = [alex, jiwon, minji, alex, jiwon].map((person) =>
      person.listen(withEntities, { roomId, afterSeq: 0 }),
    );
    const text = `/calendar/events/${event.id}`;
    await minji.data(send, { input: { id: newId(), roomId, text } });
    const answers = await Promise.all(listeners.map(async (listening) => (await listening.next(1))[0]));
    const visible = card({ title: 'Site visit' });
    expect(answers).toEqual([visible, card(null), visible, visible, card(null)]);

    const late = jiwon.listen(withEntities, { roomId, afterSeq: 0 });
    expect(await late.next(1)).toEqual([card(null)]);
  });

  it('is part of what a room is told when its event moves, with the same rights', async () => {
    const roomId = await openRoom();
    const event = await newEvent(minji, { title: 'Site visit', attendees: [alex], chatRoomId: roomId });
    const listeners = [alex, jiwon].map((person) => person.listen(withEntities, { roomId, afterSeq: 0 }));
    const startsAt = new Date(event.startsAt.getTime() + 3_600_000).toISOString();
    await changeEvent(minji, event.id, { startsAt });
    const answers = await Promise.all(listeners.map(async (listening) => (await listening.next(1))[0]));
    expect(answers).toEqual([card({ title: 'Site visit' }, 'EVENT_MOVED'), card(null, 'EVENT_MOVED')]);
  });

  it('of a recommendation opens for the room by itself, also for who asked too early', async () => {
    const roomId = await openRoom();
    await buyCredits(stack.url, minji);
    const inboxes = await Promise.all([alex, jiwon].map(followInbox));
    const id = newId();
    await minji.data(day.requestRecommendation, { input: { id, chatRoomId: roomId } });
    const told = await Promise.all(inboxes.map((inbox) => until(inbox, { subjectId: id })));
    expect(told).toEqual([true, true]);
    const cityId: unknown = expect.any(String);
    const shown = { recommendationState: 'CREATED', city: { id: cityId } };
    const names = { references: [{ kind: 'RECOMMENDATION', id }] };
    for (const reader of [alex, jiwon])
      expect(await reader.data(cardOf, names)).toEqual({ linkedEntities: [{ ...shown, plan: null }] });
    expect(await minji.data(cardOf, names)).toMatchObject({ linkedEntities: [{ ...shown, plan: {} }] });
    expect(await stranger.data(cardOf, names)).toEqual({ linkedEntities: [null] });
  });
});

const changes = `subscription ($afterSeq: Int) { inboxChanged(afterSeq: $afterSeq) { seq subjectId } }`;
const inboxSeq = z.object({ me: z.object({ inboxSeq: z.int() }) });

/** All that comes after this moment, however long the socket takes. */
async function followInbox(person: Person): Promise<Listening> {
  const { me } = await person.read(inboxSeq, '{ me { inboxSeq } }');
  return person.listen(changes, { afterSeq: me.inboxSeq });
}

const cardOf = `query ($references: [EntityReferenceInput!]!) {
  linkedEntities(references: $references) {
    ... on Recommendation { recommendationState: state city { id } plan { id } }
  }
}`;

/** True once it is told of that; the test's own time is the limit. */
async function until(inbox: Listening, event: object): Promise<boolean> {
  for (let count = 1; ; count += 1) {
    const result = (await inbox.next(count))[count - 1];
    const told = z.looseObject({ inboxChanged: z.looseObject({}) }).parse(result?.data).inboxChanged;
    if (Object.entries(event).every(([key, value]) => told[key] === value)) return true;
  }
}

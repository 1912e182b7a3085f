import { z } from 'zod';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { createRoom, send } from '../../e2e/documents.ts';
import { type Person, signUp } from '../../e2e/person.ts';
import type { DeliveryLog } from './delivery-log.ts';
import { StreamReader } from './follow-stream.ts';
import type { Sending } from './send-steadily.ts';

/** What flows through the system under test, and those who read it. */
export interface Traffic {
  readonly readers: readonly StreamReader[];
  readonly make: (index: number) => Sending;
  /** Things that each sending is at its readers. */
  readonly perSending: number;
  close(): Promise<void>;
}

const events = `subscription ($roomId: ID!, $afterSeq: Int) {
  chatRoomEvents(roomId: $roomId, afterSeq: $afterSeq) { seq message { id kind sender { name } } }
}`;
const event = z.object({
  chatRoomEvents: z.object({
    seq: z.number(),
    message: z.object({ id: z.string(), kind: z.string() }).nullable(),
  }),
});

/** Messages in rooms, each with a sender and a reader of its own. */
export async function openRoomTraffic(url: string, log: DeliveryLog, roomCount = 10): Promise<Traffic> {
  const people: Person[] = [];
  const rooms: { readonly id: string; readonly sender: Person; readonly reader: StreamReader }[] = [];
  for (let n = 0; n < roomCount; n += 1) {
    const [sender, person] = [await signUp(url, { name: 'Sender' }), await signUp(url, { name: 'Reader' })];
    people.push(sender, person);
    const id = newUuid();
    const input = { id, kind: 'GROUP', title: `Room ${n}`, memberIds: [person.memberId] };
    await sender.data(createRoom, { input });
    const following = { person, stream: id, query: events, variables: { roomId: id }, read, seq: 0, log };
    rooms.push({ id, sender, reader: new StreamReader(following) });
  }
  return {
    readers: rooms.map(({ reader }) => reader),
    perSending: 1,
    make: (index) => {
      const room = rooms[index % rooms.length];
      if (!room) throw new Error('no rooms');
      const id = newUuid();
      const input = { id, roomId: room.id, text: `message ${index}` };
      return { id, streams: [room.id], by: room.sender, steps: [{ mutation: send, input }] };
    },
    close: async () => {
      await Promise.all(people.map((person) => person.close()));
    },
  };
}

function read(data: unknown) {
  const { seq, message } = event.parse(data).chatRoomEvents;
  return { seq, id: message?.kind === 'TEXT' ? message.id : null };
}

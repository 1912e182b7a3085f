import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { roomEvents } from './documents.ts';
import type { Person } from './person.ts';

const roomEvent = z.object({
  data: z.object({
    chatRoomEvents: z.object({ seq: z.int(), message: z.object({ text: z.string().nullable() }) }),
  }),
});

export interface Received {
  readonly seq: number;
  readonly text: string | null;
}

/** What somebody in a room receives through every cut, resuming behind the last event, as the web app does. */
export function followRoom(person: Person, roomId: string, afterSeq: number) {
  const received: Received[] = [];
  let cuts = 0;
  let isWanted = true;
  let stop: () => void = () => undefined;
  const follow = async (): Promise<void> => {
    while (isWanted) {
      const after = received.at(-1)?.seq ?? afterSeq;
      const listening = person.listen(roomEvents, { roomId, afterSeq: after }, (result) => {
        const { seq, message } = roomEvent.parse(result).data.chatRoomEvents;
        received.push({ seq, text: message.text });
      });
      stop = () => listening.stop();
      await listening.ended;
      cuts += 1;
      await delay(100);
    }
  };
  void follow();
  return {
    received,
    cuts: () => cuts,
    stop: () => {
      isWanted = false;
      stop();
    },
  };
}

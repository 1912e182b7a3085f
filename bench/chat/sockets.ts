import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { send } from '../../tests/e2e/documents.ts';
import { newId } from '../../tests/e2e/person.ts';
import { faultsIn } from './faults.ts';
import type { Measured } from './report.ts';
import type { Setting } from './setting.ts';

interface Load {
  readonly perSecond: number;
  readonly count: number;
}

const events =
  'subscription ($roomId: ID!) { chatRoomEvents(roomId: $roomId, afterSeq: 0) { message { text sender { name } } } }';
const event = z.object({
  data: z.object({
    chatRoomEvents: z.object({
      message: z.object({ text: z.string(), sender: z.object({ name: z.string() }) }),
    }),
  }),
});
const drainWithinMs = 20_000;

/** Sends on a fixed schedule, whatever the answers do, and notes when each text arrives with its sender. */
export async function measureSockets(
  { sender, receiver }: Setting,
  roomId: string,
  { perSecond, count }: Load,
): Promise<Measured> {
  const arrivals: { number: number; atMs: number }[] = [];
  const listening = receiver.listen(events, { roomId }, (result) => {
    const { text } = event.parse(result).data.chatRoomEvents.message;
    arrivals.push({ number: Number(text), atMs: performance.now() });
  });
  await sleep(500);
  const sentAtMs: number[] = [];
  const sending: Promise<unknown>[] = [];
  const startMs = performance.now();
  for (let i = 0; i < count; i++) {
    await sleep(Math.max(0, startMs + (i * 1_000) / perSecond - performance.now()));
    sentAtMs.push(performance.now());
    sending.push(sender.data(send, { input: { id: newId(), roomId, text: String(i) } }));
  }
  await Promise.all(sending);
  const deadline = performance.now() + drainWithinMs;
  while (arrivals.length < count && performance.now() < deadline) await sleep(20);
  listening.stop();
  return {
    latenciesMs: arrivals.map(({ number, atMs }) => atMs - (sentAtMs[number] ?? Number.NaN)),
    // Mutations in flight overtake each other: the room's order is the server's, so only loss and doubles count.
    faults: faultsIn(
      arrivals.map(({ number }) => number).toSorted((a, b) => a - b),
      count,
    ),
  };
}

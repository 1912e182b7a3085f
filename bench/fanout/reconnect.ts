import { setTimeout as sleep } from 'node:timers/promises';
import { openAll, type Place, untilSettled } from './crowd.ts';
import { during } from './measure.ts';
import type { Subscriber } from './subscriber.ts';

export interface Reconnected {
  readonly clients: number;
  /** From the moment of the cut until everybody has all that was missed. */
  readonly servedMs: number;
  readonly cpuMs: number;
  readonly lost: number;
}

const missed = 5;
const patienceMs = 60_000;

/** Cuts everybody at once, posts meanwhile, and lets everybody come back in the same moment. */
export async function reconnectAll(
  { pid, subgraphs }: Place,
  subscribers: readonly Subscriber[],
): Promise<Reconnected> {
  await openAll(subscribers);
  await sleep(1_000);
  subgraphs.post('returning');
  await untilSettled(subscribers, ({ received }) => received > 0);
  const [first] = subscribers;
  const last = (first?.seq ?? 0) + missed;
  let servedMs = Number.NaN;
  const { cpuMs } = await during(pid, async () => {
    for (const one of subscribers) one.cut();
    for (let n = 0; n < missed; n += 1) subgraphs.post('returning');
    const startMs = performance.now();
    await Promise.all(subscribers.map((one) => openUntilLetIn(one)));
    while (performance.now() < startMs + patienceMs && !subscribers.every(({ seq }) => seq === last))
      await sleep(20);
    servedMs = performance.now() - startMs;
  });
  const lost = subscribers.reduce((sum, { seq, gaps }) => sum + (last - seq) + gaps, 0);
  for (const one of subscribers) one.cut();
  return { clients: subscribers.length, servedMs, cpuMs, lost };
}

/** A client tries again until it is let in. */
async function openUntilLetIn(one: Subscriber): Promise<void> {
  for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 2, 2_000)) {
    try {
      return await one.open();
    } catch {
      one.cut();
      await sleep(pauseMs * (0.5 + Math.random()));
    }
  }
}

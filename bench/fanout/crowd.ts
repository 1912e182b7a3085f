import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../percentile.ts';
import { LiveMemory } from './live-memory.ts';
import { during, residentBytesOf } from './measure.ts';
import type { Subgraphs } from './subgraphs.ts';
import { type Subscriber } from './subscriber.ts';

export interface Place {
  readonly url: string;
  /** Of the supergraph. */
  readonly pid: number;
  readonly inspectorPort: number;
  readonly subgraphs: Subgraphs;
}

export interface Scene {
  readonly name: string;
  readonly goal: string;
  readonly subscribers: readonly Subscriber[];
  readonly roomIds: readonly string[];
  /** Posts a second in each room. */
  readonly perSecond: number;
  readonly seconds: number;
}

export interface Figures {
  readonly name: string;
  readonly goal: string;
  readonly clients: number;
  readonly deliveriesPerSecond: number;
  /** Of one core, 0 to 1. */
  readonly coreShare: number;
  readonly cpuMsPerPost: number;
  readonly cpuMsPerDelivery: number;
  /** By which the process grew. */
  readonly residentKbPerClient: number;
  /** Of it, what a full collection leaves. */
  readonly liveKbPerClient: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly lost: number;
}

const atOnce = 200;
/** Milliseconds in which who has come catches up, and the process tidies behind them. */
const settlingMs = 14_000;

/** So many at a time, as many as a listen queue takes. */
export async function openAll(subscribers: readonly Subscriber[]): Promise<void> {
  for (let from = 0; from < subscribers.length; from += atOnce)
    await Promise.all(subscribers.slice(from, from + atOnce).map((one) => one.open()));
}

/** Opens the crowd, lets it settle, posts steadily, and closes it. */
export async function watch(place: Place, scene: Scene): Promise<Figures> {
  const { pid, subgraphs } = place;
  const { name, goal, subscribers, roomIds, perSecond, seconds } = scene;
  const live = await LiveMemory.of(pid, place.inspectorPort);
  const liveBefore = await live.bytes();
  // Behind a collection: what is left of the start is no room for clients.
  const before = residentBytesOf(pid);
  await openAll(subscribers);
  await sleep(settlingMs);
  // Everybody is compiled and has caught up.
  const reached = new Map(roomIds.map((roomId) => [roomId, subgraphs.post(roomId)]));
  await untilSettled(subscribers, ({ roomId, seq }) => seq === reached.get(roomId));
  for (const one of subscribers) [one.received, one.latenciesMs.length] = [0, 0];
  // Until everybody has everything: what is delivered late is work all the same.
  const { cpuMs } = await during(pid, async () => {
    const last = await postSteadily(subgraphs, roomIds, perSecond, seconds);
    await untilSettled(subscribers, ({ roomId, seq }) => seq === last.get(roomId), 30_000);
  });
  const after = residentBytesOf(pid);
  const liveAfter = await live.bytes();
  live.close();
  const received = subscribers.reduce((sum, one) => sum + one.received, 0);
  const posts = Math.round(perSecond * seconds);
  const latencies = subscribers.flatMap(({ latenciesMs }) => latenciesMs);
  for (const one of subscribers) one.cut();
  return {
    ...{ name, goal, clients: subscribers.length },
    deliveriesPerSecond: received / seconds,
    coreShare: cpuMs / (seconds * 1_000),
    cpuMsPerPost: cpuMs / (posts * roomIds.length),
    cpuMsPerDelivery: cpuMs / received,
    residentKbPerClient: (after - before) / 1_024 / subscribers.length,
    liveKbPerClient: (liveAfter - liveBefore) / 1_024 / subscribers.length,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    lost: posts * subscribers.length - received + subscribers.reduce((sum, { gaps }) => sum + gaps, 0),
  };
}

/** Rooms in turn, not all at one moment. @returns the number of the last post in each */
async function postSteadily(
  subgraphs: Subgraphs,
  roomIds: readonly string[],
  perSecond: number,
  seconds: number,
): Promise<ReadonlyMap<string, number>> {
  const last = new Map<string, number>();
  const startMs = performance.now();
  const total = roomIds.length * Math.round(perSecond * seconds);
  for (let index = 0; index < total; index += 1) {
    const dueMs = startMs + (index / total) * seconds * 1_000;
    if (dueMs > performance.now()) await sleep(dueMs - performance.now());
    const roomId = roomIds[index % roomIds.length] ?? '';
    last.set(roomId, subgraphs.post(roomId));
  }
  return last;
}

export async function untilSettled(
  subscribers: readonly Subscriber[],
  isSettled: (one: Subscriber) => boolean,
  withinMs = 60_000,
): Promise<void> {
  const startMs = performance.now();
  while (performance.now() < startMs + withinMs && !subscribers.every(isSettled)) await sleep(50);
}

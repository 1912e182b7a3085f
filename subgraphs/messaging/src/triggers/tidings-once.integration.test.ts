import { startBackbone } from '@moim/kit/events/backbone.ts';
import type { LoggedEvent } from '@moim/kit/events/contract.ts';
import { shardOf } from '@moim/kit/events/shard.ts';
import type { EventSource, ReadEvents } from '@moim/kit/events/source.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { parkingFinished } from '@moim/schema/contracts/telemetry.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createChatRoom } from '../actions/create-chat-room.ts';
import { happened } from '../testing/elsewhere.ts';
import { openStage, type Stage } from '../testing/stage.ts';
import { tidings } from './tidings.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** A publisher's log that counts how often each event was handed out. */
class LogOfTelemetry implements EventSource {
  readonly #events: readonly LoggedEvent[];
  readonly handedOut = new Map<string, number>();

  constructor(events: readonly LoggedEvent[]) {
    const counts = new Map<number, number>();
    this.#events = events.map((event) => {
      const pos = (counts.get(event.shard) ?? 0) + 1;
      counts.set(event.shard, pos);
      return { ...event, pos };
    });
  }

  async read({ shard, after, signal }: ReadEvents): Promise<readonly LoggedEvent[]> {
    const found = this.#events.filter((event) => event.shard === shard && event.pos > after);
    for (const { id } of found) this.handedOut.set(id, (this.handedOut.get(id) ?? 0) + 1);
    if (found.length === 0) await sleep(20, undefined, { signal });
    return found;
  }

  /** Nobody who reads the log itself asks. */
  async heads(): Promise<never> {
    throw new Error('there is no need to know');
  }

  /** It is not pruned. */
  async confirm(): Promise<never> {
    throw new Error('there is no need to tell');
  }
}

it('has one effect an event, however often and in how many processes it is read again', async () => {
  const [minji, joon] = [await stage.identity.join(), await stage.identity.join()];
  const shareRoomId = await createChatRoom(stage.services, minji, {
    ...{ id: newUuid(), kind: 'GROUP', title: 'Busan', memberIds: [joon.memberId], groupIds: [] },
  });
  const finished = Array.from({ length: 12 }, () => {
    const parkingSessionId = newUuid();
    const startedAt = '2026-11-24T06:00:00.000Z';
    return happened(parkingFinished, parkingSessionId, {
      ...{ parkingSessionId, vehicleId: newUuid(), memberId: minji.memberId, calendarEventId: null },
      ...{ coveragePeriodId: null, startedAt, finishedAt: startedAt, score: 86, shareRoomId },
    });
  });
  const log = new LogOfTelemetry(finished);
  const consumers = tidings.filter(({ source }) => source === 'telemetry');
  const start = () =>
    startBackbone({
      subgraph: { name: 'messaging', triggers: { consumers, jobs: [] } },
      services: stage.services,
      pool: stage.pools.write,
      sources: new Map([['telemetry', log]]),
    });
  const countNotices = async () =>
    (await stage.rows(`select from messaging.messages where room_id = $1`, [shareRoomId])).length;

  for (const round of [1, 2, 3]) {
    const backbones = [await start(), await start()];
    const isDone = () => finished.every(({ id }) => (log.handedOut.get(id) ?? 0) >= round);
    await expect.poll(isDone, { timeout: 10_000 }).toBe(true);
    await expect.poll(countNotices, { timeout: 10_000 }).toBe(finished.length);
    await Promise.all(backbones.map((backbone) => backbone.stop()));
    // A position that is lost, as from an older copy of the database: all is handed out again.
    await stage.rows('delete from messaging.consumer_positions');
  }

  const seqs = await stage.rows('select seq from messaging.messages where room_id = $1 order by seq', [
    shareRoomId,
  ]);
  expect(seqs).toEqual(finished.map((_, index) => ({ seq: index + 1 })));
  const told = await stage.rows(
    `select notification.subject_id as id from messaging.inbox_events as event
     join messaging.notifications as notification on notification.id = event.notification_id
     where event.member_id = $1`,
    [minji.memberId],
  );
  expect(new Set(told.map(({ id }) => id)).size).toBe(finished.length);
  expect(told).toHaveLength(finished.length);
  expect(new Set(finished.map(({ shard, aggregateId }) => shard === shardOf(aggregateId)))).toEqual(
    new Set([true]),
  );
});

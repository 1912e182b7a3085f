import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newUuid } from '../ids/uuid.ts';
import { openStage, type Stage } from '../events/test-stage/stage.ts';
import type { DeadLetterDesk, LetterQuery } from './desk.ts';
import { operator } from './testing/operator.ts';

/** What every way to a desk must do; `open` is the desk of the stage. */
export function describeDesk(name: string, open: (stage: Stage) => DeadLetterDesk): void {
  describe(name, () => {
    let stage: Stage;
    let desk: DeadLetterDesk;
    beforeEach(async () => {
      stage = await openStage();
      desk = open(stage);
    });
    afterEach(() => stage.close());

    const put = (status: string, seq: number, aggregateId = 'a') =>
      putLetter(stage, { status, seq, aggregateId });
    const list = (query: Partial<LetterQuery> = {}) =>
      desk.list(operator, { state: 'dead', limit: 10, after: null, ...query });

    it('lists the newest first, page by page, with what waits behind each', async () => {
      await put('dead', 1);
      await put('parked', 2);
      await put('parked', 3);
      await put('dead', 4, 'b');
      await put('retrying', 5, 'c');
      const [newest, oldest] = await list();
      expect(newest).toMatchObject({ aggregateId: 'b', parkedCount: 0, state: 'dead', attempts: 8 });
      expect(oldest).toMatchObject({ aggregateId: 'a', parkedCount: 2, error: 'Error: cannot digest this' });
      expect(oldest).toMatchObject({ firstSeenAt: new Date(1_000), actions: [], nextAttemptAt: null });
      expect(oldest).not.toHaveProperty('payload');
      expect(await list({ limit: 1 })).toEqual([newest]);
      expect(await list({ limit: 1, after: newest ?? null })).toEqual([oldest]);
      expect(await list({ after: oldest ?? null })).toEqual([]);
      expect(await list({ state: 'retrying' })).toMatchObject([{ aggregateId: 'c' }]);
    });

    it('gives dead letters another round, and says for which it did', async () => {
      const dead = await put('dead', 1);
      const parked = await put('parked', 2);
      const unknown = { group: 'one', eventId: newUuid() };
      expect(await desk.reprocess(operator, [dead, parked, unknown])).toEqual([dead]);
      expect(await desk.reprocess(operator, [dead])).toEqual([]);
      const [letter] = await list({ state: 'retrying' });
      expect(letter).toMatchObject({
        ...{ ...dead, attempts: 0 },
        actions: [{ action: 'reprocess', actorId: operator.memberId, reason: null, at: expect.any(Date) }],
      });
      expect(await desk.count(operator)).toEqual({
        ...{ dead: 0, retrying: 1, parked: 1, discarded: 0, reprocessed: 1, reprocessedSuccessfully: 0 },
      });
    });

    it('discards a dead letter once, with the reason', async () => {
      const dead = await put('dead', 1);
      expect(await desk.discard(operator, dead, 'the customer has left')).toBe(true);
      expect(await desk.discard(operator, dead, 'again')).toBe(false);
      expect(await list()).toEqual([]);
      expect(await list({ state: 'discarded' })).toMatchObject([
        { ...dead, actions: [{ action: 'discard', reason: 'the customer has left' }] },
      ]);
    });

    it('keeps what was decided for ever', async () => {
      await desk.reprocess(operator, [await put('dead', 1)]);
      for (const change of [
        'update stage.dead_letter_actions set actor_id = null',
        'delete from stage.dead_letter_actions',
      ])
        await expect(stage.rows(change)).rejects.toThrow('only added');
    });

    it('answers nobody but an operator', async () => {
      const dead = await put('dead', 1);
      const admin = { ...operator, roles: ['MEMBER', 'ADMIN'] as const };
      const refused = { code: 'FORBIDDEN' };
      await expect(desk.list(admin, { state: 'dead', limit: 1, after: null })).rejects.toMatchObject(refused);
      await expect(desk.count(admin)).rejects.toMatchObject(refused);
      await expect(desk.reprocess(admin, [dead])).rejects.toMatchObject(refused);
      await expect(desk.discard(admin, dead, 'no')).rejects.toMatchObject(refused);
      expect(await list()).toHaveLength(1);
    });
  });
}

interface StoredLetter {
  readonly status: string;
  readonly seq: number;
  readonly aggregateId: string;
}

async function putLetter(stage: Stage, { status, seq, aggregateId }: StoredLetter) {
  const eventId = newUuid();
  const seen = `to_timestamp(${seq})`;
  await stage.rows(`insert into stage.dead_letters (consumer_group, source, pos, event_id, name, aggregate_type,
      aggregate_id, aggregate_seq, shard, payload, occurred_at, status, attempts, error, first_seen_at, last_seen_at)
    values ('one', 'stage', ${seq}, '${eventId}', 'stage.counter-touched.v1', 'counter', '${aggregateId}', ${seq},
      0, '{"counterId": "private"}', ${seen}, '${status}', 8, E'Error: cannot digest this\\n at x', ${seen}, ${seen})`);
  return { group: 'one', eventId };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { InvalidInputError } from '../errors/domain-error.ts';
import { consumeShard } from './consume-shard.ts';
import type { Consumer } from './consumer.ts';
import type { Group } from './group.ts';
import { localEventSource } from './local-event-source.ts';
import { shardOf } from './shard.ts';
import { Slots } from './slots.ts';
import { recording } from './test-stage/recording.ts';
import { heldLocks } from './test-stage/stage.ts';
import { eventually, expectCounting, expectGapless, useStage } from './test-stage/use-stage.ts';

const on = useStage();
const patience = { timeout: 20_000, interval: 50 };

function groupOf(consumer: Consumer): Group {
  const { services } = on.stage;
  return {
    ...{ subgraph: 'stage', consumer, services, slots: new Slots(2) },
    ...{ source: localEventSource('stage', services), random: () => 0.001, reach: () => undefined },
  };
}

describe('a leader that was replaced without knowing it', () => {
  it('cannot put aside an event that its successor takes', async () => {
    await on.start();
    const stopping = new AbortController();
    const shard = shardOf('a');
    const began = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const zombie: Consumer = {
      ...recording('one'),
      handle: async () => {
        began.resolve();
        await goOn.promise;
        throw new InvalidInputError('payload', 'an older version does not understand it');
      },
    };
    const ended = consumeShard(groupOf(zombie), shard, stopping.signal);
    await on.stage.touch('a');
    await began.promise;
    const successor = consumeShard(groupOf(recording('one')), shard, stopping.signal);
    await eventually(async () =>
      expect(await on.stage.rows(`select from stage.consumer_positions where term = 2`)).toHaveLength(1),
    );
    goOn.resolve();
    await ended;

    await on.stage.touch('a');
    await eventually(async () =>
      expect((await on.stage.effects('one')).map(({ seq }) => seq)).toEqual([1, 2]),
    );
    expect(await on.stage.rows('select 1 from stage.dead_letters')).toEqual([]);
    stopping.abort();
    await successor;
  });

  describe('being frozen', () => {
    let leader: ChildProcess | undefined;
    afterEach(() => void leader?.kill('SIGKILL'));

    it('is followed by another, and does no harm when it wakes', async () => {
      leader = spawn(process.execPath, [
        fileURLToPath(new URL('./test-stage/leader.ts', import.meta.url)),
        on.stage.url,
      ]);
      await expect.poll(() => on.stage.rows(heldLocks), patience).toHaveLength(16);
      await on.writeConcurrently(100);
      leader.kill('SIGSTOP');
      await on.start([recording('one')]);
      await on.writeConcurrently(100);
      await expectAllTaken();

      const writing = on.writeConcurrently(200);
      leader.kill('SIGCONT');
      await writing;
      await expectAllTaken();
      expectGapless(await on.logged());
      expect(await on.stage.rows('select 1 from stage.dead_letters')).toEqual([]);
    }, 60_000);
  });
});

/** Every change of every counter once and in order. */
async function expectAllTaken(): Promise<void> {
  const total = await on.total();
  await expect.poll(async () => (await on.stage.effects('one')).length, patience).toBe(total);
  for (const [counter, own] of Map.groupBy(await on.stage.effects('one'), ({ counterId }) => counterId))
    expectCounting(
      own.map(({ seq }) => seq),
      counter,
    );
}

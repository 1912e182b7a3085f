import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../errors/domain-error.ts';
import type { Consumer } from './consumer.ts';
import { recording } from './test-stage/recording.ts';
import { eventually, useStage } from './test-stage/use-stage.ts';

const on = useStage();

/** Concerned with every third event of an aggregate. */
const third = (fail?: Parameters<typeof recording>[1]): Consumer => ({
  ...recording('third', fail),
  concerns: ({ aggregateSeq }) => aggregateSeq % 3 === 0,
});

describe('an event that does not concern a group', () => {
  it('leaves no row in the inbox, and the position passes it soon', async () => {
    await on.start([third()]);
    for (let n = 0; n < 8; n += 1) await on.stage.touch('a');

    await eventually(async () =>
      expect(
        await on.stage.rows(`select aggregate_seq::int as seq, pos::int, (
          select count(*)::int from stage.inbox where consumer_group = 'third') as taken
          from stage.aggregate_positions, stage.consumer_positions where aggregate_id = 'a' and pos > 0`),
      ).toEqual([{ seq: 8, pos: 8, taken: 2 }]),
    );
    expect((await on.stage.effects('third')).map(({ seq }) => seq)).toEqual([3, 6]);
  });

  it('waits in order behind one that failed, and is no second failure', async () => {
    let isBroken = true;
    await on.start([
      third((event) => {
        if (isBroken && event.aggregateSeq === 3) throw new Error('not yet');
      }),
    ]);
    for (let n = 0; n < 7; n += 1) await on.stage.touch('a');
    await eventually(async () =>
      expect(
        await on.stage.rows('select aggregate_seq::int as seq from stage.dead_letters order by 1'),
      ).toEqual([3, 4, 5, 6, 7].map((seq) => ({ seq }))),
    );
    isBroken = false;
    await on.stage
      .rows(`update stage.dead_letters set status = 'retrying', attempts = 1, next_attempt_at = now()
      where aggregate_seq = 3`);

    await eventually(async () => expect(await on.stage.rows('select 1 from stage.dead_letters')).toEqual([]));
    expect((await on.stage.effects('third')).map(({ seq }) => seq)).toEqual([3, 6]);
    expect(await on.stage.rows('select aggregate_seq::int as seq from stage.aggregate_positions')).toEqual([
      { seq: 7 },
    ]);
  });

  it('is not one that cannot be read: that becomes a dead letter', async () => {
    const confused: Consumer = {
      ...recording('confused', () => {
        throw new InvalidInputError('payload', 'not understood');
      }),
      ...{ concerns: refuse, canShareTransaction: refuse },
    };
    await on.start([confused]);
    await on.stage.touch('a');
    await on.stage.touch('a');

    await eventually(async () =>
      expect(await on.stage.rows('select status from stage.dead_letters order by aggregate_seq')).toEqual([
        { status: 'dead' },
        { status: 'parked' },
      ]),
    );
  });
});

function refuse(): never {
  throw new Error('this payload is malformed');
}

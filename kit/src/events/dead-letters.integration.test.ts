import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../errors/domain-error.ts';
import { localDesk } from '../dead-letters/local-desk.ts';
import { operator } from '../dead-letters/testing/operator.ts';
import { recording } from './test-stage/recording.ts';
import { eventually, useStage } from './test-stage/use-stage.ts';

const on = useStage();

describe('an event that fails', () => {
  it.each([
    ['by themselves', false],
    ['in shared transactions', true],
  ])(
    'parks only the aggregate of a failing event, and gives up after eight attempts: %s',
    async (_, isShared) => {
      let attempts = 0;
      const poison = recording(
        'one',
        (event) => {
          if (event.aggregateId !== 'poison' || event.aggregateSeq !== 2) return;
          attempts += 1;
          throw new Error('cannot digest this');
        },
        isShared,
      );
      await on.start([poison]);
      for (const id of ['poison', 'poison', 'poison', 'sound', 'poison', 'sound', 'sound'])
        await on.stage.touch(id);

      await eventually(async () =>
        expect(
          await on.stage.rows(
            'select aggregate_seq::int as seq, status, attempts, error is null as "isErrorless" from stage.dead_letters order by 1',
          ),
        ).toEqual([
          { seq: 2, status: 'dead', attempts: 8, isErrorless: false },
          { seq: 3, status: 'parked', attempts: 0, isErrorless: true },
          { seq: 4, status: 'parked', attempts: 0, isErrorless: true },
        ]),
      );
      const effects = await on.stage.effects('one');
      expect(effects.filter(({ counterId }) => counterId === 'sound').map(({ seq }) => seq)).toEqual([
        1, 2, 3,
      ]);
      expect(effects.filter(({ counterId }) => counterId === 'poison').map(({ seq }) => seq)).toEqual([1]);
      expect(attempts).toBeGreaterThanOrEqual(8);
    },
  );

  it('resumes a parked aggregate in order once the failing event succeeds', async () => {
    let isBroken = true;
    await on.start([
      recording('one', (event) => {
        if (isBroken && event.aggregateSeq === 1)
          throw new InvalidInputError('payload', 'not understood yet');
      }),
    ]);
    for (let n = 0; n < 4; n += 1) await on.stage.touch('a');
    const letters = await eventually(async () => {
      const rows = await on.stage.rows<{ eventId: string; status: string }>(
        'select event_id as "eventId", status from stage.dead_letters order by aggregate_seq',
      );
      expect(rows.map(({ status }) => status)).toEqual(['dead', 'parked', 'parked', 'parked']);
      return rows;
    });
    isBroken = false;
    const desk = localDesk('stage', on.stage.services);
    const keys = letters.map(({ eventId }) => ({ group: 'one', eventId }));
    expect(await desk.reprocess(operator, keys)).toEqual(keys.slice(0, 1));

    await eventually(async () =>
      expect((await on.stage.effects('one')).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]),
    );
    expect(await on.stage.rows('select 1 from stage.dead_letters')).toEqual([]);
    expect(await desk.count(operator)).toMatchObject({ dead: 0, reprocessed: 1, reprocessedSuccessfully: 1 });
  });

  it('goes on behind an event that an operator has discarded, and never takes that one again', async () => {
    const backbone = await on.start([
      recording('one', (event) => {
        if (event.aggregateSeq === 2) throw new InvalidInputError('payload', 'never right');
      }),
    ]);
    for (let n = 0; n < 4; n += 1) await on.stage.touch('a');
    const desk = localDesk('stage', on.stage.services);
    const [letter] = await eventually(async () => {
      const letters = await desk.list(operator, { state: 'dead', limit: 10, after: null });
      expect(letters).toMatchObject([{ eventName: 'stage.counter-touched.v1', parkedCount: 2 }]);
      return letters;
    });
    const { group = '', eventId = '' } = letter ?? {};
    expect(await desk.discard(operator, { group, eventId }, 'a test')).toBe(true);
    await eventually(async () =>
      expect((await on.stage.effects('one')).map(({ seq }) => seq)).toEqual([1, 3, 4]),
    );

    await backbone.stop();
    await on.stage.rows('update stage.consumer_positions set pos = 0');
    await on.start([recording('one')]);
    await on.stage.touch('a');
    await eventually(async () =>
      expect((await on.stage.effects('one')).map(({ seq }) => seq)).toEqual([1, 3, 4, 5]),
    );
    expect(await desk.count(operator)).toMatchObject({ dead: 0, parked: 0, discarded: 1 });
  });

  it('puts a failure of validation straight to the dead letters', async () => {
    let attempts = 0;
    await on.start([
      recording('one', () => {
        attempts += 1;
        throw new InvalidInputError('payload', 'never right');
      }),
    ]);
    await on.stage.touch('a');

    await eventually(async () =>
      expect(await on.stage.rows('select status, attempts from stage.dead_letters')).toEqual([
        { status: 'dead', attempts: 1 },
      ]),
    );
    expect(attempts).toBe(1);
  });

  it('notices an event that is missing from an aggregate, and does not apply what follows', async () => {
    for (let n = 0; n < 3; n += 1) await on.stage.touch('a');
    await on.stage.touch('b');
    await on.stage.rows(`delete from stage.outbox where aggregate_id = 'a' and aggregate_seq = 2`);
    await on.start([recording('one')]);

    await eventually(async () =>
      expect(
        await on.stage.rows('select aggregate_seq::int as seq, status, error from stage.dead_letters'),
      ).toEqual([
        { seq: 3, status: 'dead', error: expect.stringContaining('goes on with 3 where 2 was due') },
      ]),
    );
    expect((await on.stage.effects('one')).map(({ counterId, seq }) => [counterId, seq]).sort()).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
  });
});

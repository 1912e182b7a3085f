import { expect, it } from 'vitest';
import { pruneInbox } from './prune-inbox.ts';
import { recording } from './test-stage/recording.ts';
import { eventually, useStage } from './test-stage/use-stage.ts';

const on = useStage();

it('forgets what was taken long ago, and still takes nothing twice', async () => {
  const backbone = await on.start([recording('one')]);
  for (let n = 0; n < 7; n += 1) await on.stage.touch('a');
  await eventually(async () => expect(await on.stage.effects('one')).toHaveLength(7));
  await backbone.stop();
  const before = new Date(Date.now() - 60_000);
  expect(await pruneInbox(on.stage.services.db.write, 'stage', before)).toBe(0);
  await on.stage.rows(`update stage.inbox set handled_at = handled_at - interval '1 hour'
    where event_id in (select event_id from stage.event_log where pos <= 5)`);
  expect(await pruneInbox(on.stage.services.db.write, 'stage', before, 2)).toBe(5);
  expect(await on.stage.rows('select from stage.inbox')).toHaveLength(2);

  await on.stage.rows('update stage.consumer_positions set pos = 0');
  await on.start([recording('one')]);
  await on.stage.touch('a');
  await eventually(async () => expect((await on.stage.effects('one')).length).toBeGreaterThanOrEqual(8));
  expect((await on.stage.effects('one')).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

import { describe, expect, it } from 'vitest';
import { recording } from './test-stage/recording.ts';
import { heldLocks } from './test-stage/stage.ts';
import { eventually, useStage } from './test-stage/use-stage.ts';

const on = useStage();

describe('the backbone', () => {
  it('refuses to start when a publisher cannot be read', async () => {
    const consumer = { ...recording('one'), source: 'elsewhere' };
    await expect(on.start([consumer])).rejects.toThrow('The group one consumes elsewhere');
  });

  it('keeps one connection for all its locks and stops without leaving one', async () => {
    const backbone = await on.start([recording('one'), recording('two')]);
    await eventually(async () => expect(await on.stage.rows(heldLocks)).toHaveLength(24));
    const holders = await on.stage.rows(heldLocks.replace('select', 'select distinct'));
    expect(holders).toHaveLength(1);
    await backbone.stop();

    await eventually(async () => expect(await on.stage.rows(heldLocks)).toEqual([]));
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlertChannel } from './alert-channel.ts';

/** A channel with its other side. */
export interface ChannelStage {
  readonly channel: AlertChannel;
  /** What has arrived, oldest first. */
  received(): readonly string[];
  /** Nothing is taken any more until `mend`. */
  break(): void;
  mend(): void;
  close(): Promise<void>;
}

/** What holds for every channel to the operators. */
export function describeAlertChannel(name: string, open: () => Promise<ChannelStage>): void {
  describe(`the alert channel ${name}`, () => {
    let stage: ChannelStage;
    beforeAll(async () => {
      stage = await open();
    });
    afterAll(() => stage.close());

    it('brings each text whole, in order', async () => {
      const texts = ['3 events wait', 'two\nlines, 한국어 & <marks>'];
      for (const text of texts) await stage.channel.send(text);
      expect(stage.received()).toEqual(texts);
    });

    it('says when a text was not taken, and brings the next', async () => {
      const before = stage.received();
      stage.break();
      await expect(stage.channel.send('lost')).rejects.toThrow();
      stage.mend();
      await stage.channel.send('found');
      expect(stage.received()).toEqual([...before, 'found']);
    });
  });
}

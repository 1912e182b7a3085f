import type { AlertChannel } from '../alert-channel.ts';

/** A channel to a list, for tests of what uses one. */
export class MemoryChannel implements AlertChannel {
  readonly texts: string[] = [];
  isBroken = false;

  async send(text: string): Promise<void> {
    if (this.isBroken) throw new Error('the channel is broken');
    this.texts.push(text);
  }
}

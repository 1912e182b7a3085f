import type { BusMessage } from './bus.ts';

const maxMessageBytes = 1_024;

/** @throws {RangeError} when a message is a payload rather than a wake-up */
export function requireSmall(topic: string, message: BusMessage): void {
  const bytes = Buffer.byteLength(JSON.stringify(message));
  if (bytes > maxMessageBytes)
    throw new RangeError(`${bytes} bytes for ${topic}; a wake-up has at most ${maxMessageBytes}`);
}

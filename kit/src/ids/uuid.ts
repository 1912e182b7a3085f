import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** Bytes of randomness in a UUID, drawn for many at a time: asking the system costs more than all the rest. */
const bytesEach = 16;
const drawn = Buffer.alloc(bytesEach * 256);
let taken = drawn.length;
let [lastMs, sequence] = [0, 0];

/** A UUIDv7: unique, and ascending with the time it was made. */
export function newUuid(): string {
  const random = draw();
  const nowMs = Date.now();
  if (nowMs > lastMs) [lastMs, sequence] = [nowMs, random.readUInt32BE(0) >>> 1];
  else if ((sequence = (sequence + 1) >>> 0) === 0) lastMs += 1;
  return v7({ random, msecs: lastMs, seq: sequence });
}

function draw(): Buffer {
  if (taken === drawn.length) {
    randomFillSync(drawn);
    taken = 0;
  }
  taken += bytesEach;
  return drawn.subarray(taken - bytesEach, taken);
}

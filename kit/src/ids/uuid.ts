import { randomInt, randomUUID } from 'node:crypto';

/** Of the twelve bits that count within a millisecond; it begins in the lower half, so that there is room. */
const countEnd = 0x1000;
let [lastMs, count, timePart] = [0, 0, ''];

/** A UUIDv7 (RFC 9562 §5.7): unique, and ascending with the time it was made, also within a millisecond. */
export function newUuid(): string {
  const nowMs = Date.now();
  if (nowMs > lastMs) begin(nowMs, randomInt(countEnd / 2));
  else if ((count += 1) === countEnd) begin(lastMs + 1, 0); // a little ahead of the clock
  // Version and counter take the place of what is not random in a UUIDv4; its last 62 bits stay.
  return `${timePart}-7${count.toString(16).padStart(3, '0')}${randomUUID().slice(18)}`;
}

function begin(ms: number, from: number): void {
  const digits = ms.toString(16).padStart(12, '0');
  [lastMs, count, timePart] = [ms, from, `${digits.slice(0, 8)}-${digits.slice(8)}`];
}

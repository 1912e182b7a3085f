import { randomBytes, randomInt } from 'node:crypto';

/** Of the twelve bits that count within a millisecond; it begins in the lower half, so that there is room. */
const countEnd = 0x1000;
let [lastMs, count, timePart] = [0, 0, ''];

/** Random hexadecimal digits, fetched for many at once, and how many of them have been given away. */
let [digits, given] = ['', 0];
const fetchedBytes = 4_096;
const digitsEach = 16;
/** RFC 9562 §4.1: the two bits that every variant has to begin with, before two random ones. */
const variants = '89ab';

/** A UUIDv7 (RFC 9562 §5.7): unique, and ascending with the time it was made, also within a millisecond. */
export function newUuid(): string {
  const nowMs = Date.now();
  if (nowMs > lastMs) begin(nowMs, randomInt(countEnd / 2));
  else if ((count += 1) === countEnd) begin(lastMs + 1, 0); // a little ahead of the clock
  return `${timePart}-7${count.toString(16).padStart(3, '0')}-${randomPart()}`;
}

function begin(ms: number, from: number): void {
  const hex = ms.toString(16).padStart(12, '0');
  [lastMs, count, timePart] = [ms, from, `${hex.slice(0, 8)}-${hex.slice(8)}`];
}

/** 62 bits in two groups. */
function randomPart(): string {
  if (given === digits.length) [digits, given] = [randomBytes(fetchedBytes).toString('hex'), 0];
  const at = given;
  given += digitsEach;
  const variant = variants.charAt(Number.parseInt(digits.charAt(at), 16) % variants.length);
  return `${variant}${digits.slice(at + 1, at + 4)}-${digits.slice(at + 4, given)}`;
}

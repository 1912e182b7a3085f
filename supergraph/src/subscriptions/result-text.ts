import type { FormattedExecutionResult } from 'graphql';

const texts = new WeakMap<FormattedExecutionResult, string>();
const bytes = new WeakMap<FormattedExecutionResult, Buffer>();

/** A result as JSON: written once for all subscribers of a pipe, who have it in common. */
export function resultText(result: FormattedExecutionResult): string {
  const known = texts.get(result);
  if (known !== undefined) return known;
  const text = JSON.stringify(result);
  texts.set(result, text);
  return text;
}

/** The same in UTF-8, with what ends the message around it. */
export function resultBytes(result: FormattedExecutionResult): Buffer {
  const known = bytes.get(result);
  if (known) return known;
  const text = `${JSON.stringify(result)}}`;
  // Of its own memory: a part of what is shared with the frames of clients would hold all of that.
  const written = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  written.write(text);
  bytes.set(result, written);
  return written;
}

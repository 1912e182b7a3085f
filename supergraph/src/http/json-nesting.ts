/** Brackets within each other. */
export const maxJsonNesting = 200;
/** What has fewer bytes is parsed in no time, however it nests. */
const harmlessBytes = 2_048;

const code = (character: string): number => character.charCodeAt(0);
const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket] = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
].map(code);

/** Whether parsing this JSON would take long: 50,000 brackets within each other are a tenth of a second. */
export function nestsTooDeep(bytes: Buffer): boolean {
  if (bytes.length < harmlessBytes || !hasManyBrackets(bytes)) return false;
  let nesting = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === quote) at = endOfString(bytes, at);
    else if (byte === openBrace || byte === openBracket) nesting += 1;
    else if (byte === closeBrace || byte === closeBracket) nesting -= 1;
    if (nesting > maxJsonNesting) return true;
  }
  return false;
}

/** Whether it has more than may be within each other at all, which is found without looking at each byte. */
const hasManyBrackets = (bytes: Buffer): boolean =>
  count(bytes, openBrace) + count(bytes, openBracket) > maxJsonNesting;

/** Counting does not go on beyond what may be. */
function count(bytes: Buffer, byte: number | undefined): number {
  let found = 0;
  for (
    let at = bytes.indexOf(byte ?? 0);
    at !== -1 && found <= maxJsonNesting;
    at = bytes.indexOf(byte ?? 0, at + 1)
  )
    found += 1;
  return found;
}

/** Where its closing quotation mark is; the end where there is none. */
function endOfString(bytes: Buffer, start: number): number {
  for (let at = start + 1; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === backslash) at += 1;
    else if (byte === quote) return at;
  }
  return bytes.length;
}

/** Characters: what is shorter is written anew for as little. */
const leastCharacters = 4_096;

/** In UTF-8, by the value itself: nobody can be given another one's. */
const texts = new WeakMap<object, Buffer>();

/**
 * Keeps the JSON of a value that many answers have in common, as that of a whole schema, for as long as the value lives.
 * It must not change any more.
 *
 * @returns how many bytes are kept
 */
export function keepJson(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const text = JSON.stringify(value);
  if (text.length < leastCharacters) return 0;
  const bytes = Buffer.from(text);
  texts.set(value, bytes);
  return bytes.length;
}

/** What is kept of a value; undefined: nothing. */
export const lastingJson = (value: unknown): Buffer | undefined =>
  typeof value === 'object' && value !== null ? texts.get(value) : undefined;

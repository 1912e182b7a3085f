import type { FormattedExecutionResult } from 'graphql';
import { lastingJson } from './lasting-json.ts';

/**
 * A result as JSON, in pieces of UTF-8 of which those that many answers have in common are not written again, nor
 * copied. Null: there are none in it, as in almost every result.
 */
export function resultPieces(result: FormattedExecutionResult): readonly Buffer[] | null {
  const { data } = result;
  if (!data || !hasLasting(data)) return null;
  const pieces = new Pieces();
  writeObject(pieces, result, (key, value) => {
    if (key === 'data') writeObject(pieces, data, (_, field) => pieces.write(field));
    else pieces.write(value);
  });
  return pieces.all();
}

/** How many bytes they have. */
export const bytesOf = (pieces: readonly Buffer[]): number =>
  pieces.reduce((sum, { length }) => sum + length, 0);

function hasLasting(data: Readonly<Record<string, unknown>>): boolean {
  for (const key of Object.keys(data)) if (lastingJson(data[key])) return true;
  return false;
}

/** As `JSON.stringify` does, but for how the values are written. */
function writeObject(pieces: Pieces, object: object, write: (key: string, value: unknown) => void): void {
  let before = '{';
  for (const [key, value] of Object.entries(object)) {
    if (value === undefined) continue;
    pieces.add(`${before}${JSON.stringify(key)}:`);
    before = ',';
    write(key, value);
  }
  pieces.add(before === '{' ? '{}' : '}');
}

class Pieces {
  readonly #done: Buffer[] = [];
  #text = '';

  add(text: string): void {
    this.#text += text;
  }

  write(value: unknown): void {
    const lasting = lastingJson(value);
    if (!lasting) return this.add(JSON.stringify(value));
    this.#end();
    this.#done.push(lasting);
  }

  all(): readonly Buffer[] {
    this.#end();
    return this.#done;
  }

  #end(): void {
    if (this.#text !== '') this.#done.push(Buffer.from(this.#text));
    this.#text = '';
  }
}

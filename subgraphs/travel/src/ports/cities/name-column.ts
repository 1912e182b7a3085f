/** Names in one string, each between two newlines: searched at the speed of `indexOf`. */
export class NameColumn {
  readonly #text: string;
  /** Where each name begins, and one more. */
  readonly #starts: Int32Array;

  constructor(text: string, count: number) {
    this.#text = text;
    this.#starts = new Int32Array(count + 1);
    for (let row = 0, at = 0; row <= count; row += 1) {
      at = text.indexOf('\n', at) + 1;
      this.#starts[row] = at;
    }
  }

  at(row: number): string {
    return this.#text.slice(this.#starts[row], (this.#starts[row + 1] ?? 0) - 1);
  }

  /** Rows whose name begins with the words, then those that contain it; each in the order of rows. */
  find(words: string, limit: number): number[] {
    const beginning = this.#rowsWith(`\n${words}`, limit, 1);
    if (beginning.length === limit) return beginning;
    const containing = this.#rowsWith(words, limit, 0);
    return [...new Set([...beginning, ...containing])].slice(0, limit);
  }

  #rowsWith(needle: string, limit: number, nameOffset: number): number[] {
    const rows: number[] = [];
    let at = this.#text.indexOf(needle);
    while (at >= 0 && rows.length < limit) {
      const row = this.#rowAt(at + nameOffset);
      rows.push(row);
      at = this.#text.indexOf(needle, (this.#starts[row + 1] ?? Infinity) - 1);
    }
    return rows;
  }

  /** Binary search: the last row that begins at or before the position. */
  #rowAt(position: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= position) low = middle;
      else high = middle;
    }
    return low;
  }
}

export const joinNames = (names: readonly string[]): string => `\n${names.join('\n')}\n`;

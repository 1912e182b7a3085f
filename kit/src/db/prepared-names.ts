/** A text that comes this often is worth its plan; what is put together for one occasion is not. */
const worthAt = 3;
/** Texts that are counted, and names that are given: a server keeps a plan for each on every connection. */
const maxTexts = 2_000;
const maxNames = 500;

/**
 * Names for statements to be prepared under, one for a text: parsing and planning took the server longer than
 * running most of them.
 */
export class PreparedNames {
  readonly #seen = new Map<string, number>();
  readonly #names = new Map<string, string>();
  #given = 0;

  /** @returns undefined for a text that is not worth it */
  nameOf(text: string, statement: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= maxNames) return known;
    const times = (this.#seen.get(text) ?? 0) + 1;
    if (times < worthAt) {
      if (this.#seen.size >= maxTexts) this.#seen.clear();
      this.#seen.set(text, times);
      return undefined;
    }
    this.#seen.delete(text);
    this.#given += 1;
    const name = `${statement.slice(0, maxStatementLength)}.${this.#given}`;
    this.#names.set(text, name);
    return name;
  }

  /** What the statement answers has changed its type under it, by a migration: the next one is planned anew. */
  forget(text: string): void {
    this.#names.delete(text);
  }
}

/** PostgreSQL cuts names at 63 bytes, the number must stay. */
const maxStatementLength = 50;

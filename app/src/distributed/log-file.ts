import { closeSync, openSync, renameSync, statSync, writeSync } from 'node:fs';

/** Of each process: eleven files of 8 MB at most, with room for a day of warnings in each. */
const maxBytes = 8_000_000;
const keptFiles = 10;

/**
 * Lines appended to a file that is put aside when it is full: `x.log`, then `x.log.1` … `x.log.10`, of which the
 * last is the oldest. Written at once, so that the last words before an end are there.
 */
export class LogFile {
  readonly #path: string;
  readonly #maxBytes: number;
  readonly #kept: number;
  #file: number;
  #bytes: number;

  constructor(path: string, { bytes = maxBytes, kept = keptFiles } = {}) {
    this.#path = path;
    this.#maxBytes = bytes;
    this.#kept = kept;
    this.#file = open(path);
    this.#bytes = statSync(path).size;
  }

  /** A full disk must not end the installation: what cannot be written is dropped. */
  write(line: string): void {
    const text = Buffer.from(line);
    try {
      if (this.#bytes > 0 && this.#bytes + text.length > this.#maxBytes) this.#putAside();
      this.#bytes += writeSync(this.#file, text);
    } catch {
      return;
    }
  }

  #putAside(): void {
    for (let age = this.#kept - 1; age >= 0; age -= 1) {
      const from = age === 0 ? this.#path : `${this.#path}.${age}`;
      if (statSync(from, { throwIfNoEntry: false })) renameSync(from, `${this.#path}.${age + 1}`);
    }
    const next = open(this.#path);
    closeSync(this.#file);
    this.#file = next;
    this.#bytes = 0;
  }
}

const open = (path: string): number => openSync(path, 'a', 0o600);

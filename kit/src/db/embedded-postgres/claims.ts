import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSameProcess, ownIdentity } from './processes.ts';

/**
 * Which processes use a cluster now: one file each, named by pid. The last one to leave stops the
 * server; a process that was killed is recognised and forgotten.
 */
export class Claims {
  readonly #folder: string;
  readonly #own = String(process.pid);

  constructor(folder: string) {
    this.#folder = folder;
  }

  add(): void {
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(join(this.#folder, this.#own), ownIdentity());
  }

  /** True when no other living process uses the cluster. */
  remove(): boolean {
    rmSync(join(this.#folder, this.#own), { force: true });
    return !this.areHeldByOthers();
  }

  /** True when a living process uses the cluster, this one included. */
  areHeld(): boolean {
    return existsSync(join(this.#folder, this.#own)) || this.areHeldByOthers();
  }

  areHeldByOthers(): boolean {
    return this.#others().length > 0;
  }

  #others(): string[] {
    if (!existsSync(this.#folder)) return [];
    const names = readdirSync(this.#folder).filter((name) => name !== this.#own);
    return names.filter((name) => {
      if (this.#isLiving(name)) return true;
      rmSync(join(this.#folder, name), { force: true });
      return false;
    });
  }

  #isLiving(name: string): boolean {
    return isSameProcess(readFileSync(join(this.#folder, name), 'utf8'));
  }
}

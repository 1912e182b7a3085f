import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './postmaster.ts';

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
    writeFileSync(join(this.#folder, this.#own), processStart(process.pid));
  }

  /** True when no other living process uses the cluster. */
  remove(): boolean {
    rmSync(join(this.#folder, this.#own), { force: true });
    return this.#others().length === 0;
  }

  #others(): string[] {
    const names = readdirSync(this.#folder).filter((name) => name !== this.#own);
    return names.filter((name) => {
      if (this.#isLiving(name)) return true;
      rmSync(join(this.#folder, name), { force: true });
      return false;
    });
  }

  /** The start time tells a process from a later one with the same pid. */
  #isLiving(name: string): boolean {
    const pid = Number(name);
    return isAlive(pid) && processStart(pid) === readFileSync(join(this.#folder, name), 'utf8');
  }
}

/** Clock ticks since boot; empty where the system does not say. */
function processStart(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses and may contain spaces.
    return stat.slice(stat.lastIndexOf(')')).split(' ')[20] ?? '';
  } catch {
    return '';
  }
}

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A process of its own that does what it is told, one thing after the other. */
export class Child {
  readonly #process: ChildProcess;

  /** @param isLast - whether everybody else comes first where they want the same processor */
  constructor(file: string, isLast = false) {
    this.#process = fork(join(import.meta.dirname, file), { detached: isLast });
    // Linux shares a processor between sessions first: a nice process would have half of it beside all others.
    if (isLast) writeFileSync(`/proc/${this.#process.pid}/autogroup`, '19');
  }

  /** @returns what it answered, as it came */
  async tell(message: object): Promise<unknown> {
    const answered = new Promise((resolve) => this.#process.once('message', resolve));
    this.#process.send(message);
    return answered;
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, 'exit');
    this.#process.kill();
    await ended;
  }
}

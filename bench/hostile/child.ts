import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A process of its own that does what it is told, one thing after the other. */
export class Child {
  readonly #process: ChildProcess;

  constructor(file: string) {
    this.#process = fork(join(import.meta.dirname, file));
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

import { Backoff, waitUnless } from './backoff.ts';
import { Child, type ChildLimits } from './child.ts';

export interface SlotOptions {
  /** E.g. `messaging-1`. */
  readonly name: string;
  readonly file: string;
  /** The next process starts on the other one while the old one still serves; equal ones are shared. */
  readonly ports: readonly [number, number];
  readonly environmentFor: (port: number) => NodeJS.ProcessEnv;
  readonly onLine: (line: string) => void;
  /** One sentence for the person who runs this. */
  readonly tell: (sentence: string) => void;
  /** Another process serves now, or none: whoever sends requests here must know before the old one ends. */
  readonly onChange: () => Promise<void>;
  readonly backoff?: Backoff;
  readonly limits?: ChildLimits;
}

interface Running {
  readonly child: Child;
  readonly port: number;
}

/** One replica of a service, for ever: started again when it ends, and replaced without a gap. */
export class Slot {
  readonly #options: SlotOptions;
  readonly #backoff: Backoff;
  readonly #stopping = new AbortController();
  readonly #children = new Set<Child>();
  #current: Running | null = null;
  #keeping: Promise<void> = Promise.resolve();

  constructor(options: SlotOptions) {
    this.#options = options;
    this.#backoff = options.backoff ?? new Backoff();
  }

  get name(): string {
    return this.#options.name;
  }

  /** Where it serves now. */
  get port(): number | null {
    return this.#current?.port ?? null;
  }

  get pid(): number | null {
    return this.#current?.child.pid ?? null;
  }

  /** True when the first process serves; false when it ended instead, or a stop came first. */
  async start(): Promise<boolean> {
    const first = this.#spawn(this.#options.ports[0]);
    const isServing = await first.child.ready;
    if (isServing) this.#current = first;
    this.#keeping = this.#keep(first, performance.now());
    return isServing;
  }

  /**
   * A new process first, then the end of the old one; the old one stays when the new one does not
   * start.
   */
  async replace(): Promise<boolean> {
    const old = this.#current;
    if (!old || this.#stopping.signal.aborted) return false;
    const next = this.#spawn(this.#otherPort(old.port));
    if (!(await next.child.ready)) {
      this.#options.tell(`${this.name} was not replaced: ${await next.child.exited}`);
      return false;
    }
    this.#current = next;
    const previous = this.#keeping;
    this.#keeping = this.#keep(next, performance.now());
    await this.#options.onChange();
    await old.child.stop();
    await previous;
    return true;
  }

  async stop(signal: 'SIGTERM' | 'SIGINT'): Promise<void> {
    this.#stopping.abort();
    await Promise.all([...this.#children].map((child) => child.stop(signal)));
    await this.#keeping;
  }

  /** Without waiting. */
  kill(): void {
    this.#stopping.abort();
    for (const child of this.#children) child.kill('the supervisor ends');
  }

  async #keep(first: Running, since: number): Promise<void> {
    let running = first;
    let servedSinceMs = since;
    for (;;) {
      const ending = await running.child.exited;
      if (this.#stopping.signal.aborted || (this.#current !== null && this.#current !== running)) return;
      this.#current = null;
      await this.#again(ending, performance.now() - servedSinceMs);
      if (this.#stopping.signal.aborted) return;
      running = this.#spawn(this.#otherPort(running.port));
      const isServing = await running.child.ready;
      servedSinceMs = performance.now();
      if (!isServing) continue;
      this.#current = running;
      await this.#options.onChange();
    }
  }

  async #again(ending: string, livedMs: number): Promise<void> {
    const waitMs = this.#backoff.next(livedMs);
    const isLoop = this.#backoff.isNewLoop();
    const { name, tell, onChange } = this.#options;
    if (isLoop) tell(`${name} keeps ending (${ending}): its log says why; it is tried again and again.`);
    else tell(`${name} ended (${ending}) and is started again.`);
    await onChange();
    await waitUnless(this.#stopping.signal, waitMs);
  }

  #spawn(port: number): Running {
    const { file, environmentFor, onLine, limits } = this.#options;
    const environment = environmentFor(port);
    const child = new Child({ file, environment, onLine, ...(limits && { limits }) });
    this.#children.add(child);
    void child.exited.then(() => this.#children.delete(child));
    return { port, child };
  }

  #otherPort(port: number): number {
    const [first, second] = this.#options.ports;
    return port === first ? second : first;
  }
}

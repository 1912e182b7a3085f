import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { z } from 'zod';

const targets = z.array(z.object({ webSocketDebuggerUrl: z.string() }));
const answer = z.object({
  id: z.int(),
  result: z.looseObject({ result: z.object({ value: z.number() }).optional() }),
});
const inUse = '(({ heapUsed, external }) => heapUsed + external)(process.memoryUsage())';

/** Looks into a Node process over its inspector, on the port that it was started with as `--inspect-port`. */
export class LiveMemory {
  readonly #socket: WebSocket;
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /** Opens the inspector of a process that was started without. */
  static async of(pid: number, port: number): Promise<LiveMemory> {
    process.kill(pid, 'SIGUSR1');
    const socket = new WebSocket(await targetAt(port), { perMessageDeflate: false });
    await once(socket, 'open');
    return new LiveMemory(socket);
  }

  /** Bytes of objects and buffers that are still there after a full collection. */
  async bytes(): Promise<number> {
    // Twice: what the first one finalises the second one takes away.
    for (let times = 0; times < 2; times += 1) await this.#call('HeapProfiler.collectGarbage');
    const { result } = await this.#call('Runtime.evaluate', { expression: inUse });
    if (!result) throw new Error('the inspector did not say how much memory is in use');
    return result.value;
  }

  close(): void {
    this.#socket.terminate();
  }

  async #call(method: string, params: object = {}): Promise<z.output<typeof answer>['result']> {
    const id = (this.#lastId += 1);
    const { promise, resolve } = Promise.withResolvers<z.output<typeof answer>['result']>();
    const take = (data: Buffer): void => {
      const { success, data: said } = answer.safeParse(JSON.parse(data.toString()));
      if (success && said.id === id) resolve(said.result);
    };
    this.#socket.on('message', take);
    this.#socket.send(JSON.stringify({ id, method, params }));
    return promise.finally(() => this.#socket.off('message', take));
  }
}

async function targetAt(port: number, tries = 100): Promise<string> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/json/list`);
    const [target] = targets.parse(await response.json());
    if (!target) throw new Error('the inspector has nothing to look into');
    return target.webSocketDebuggerUrl;
  } catch (error) {
    if (tries === 0) throw error;
    await sleep(50);
    return targetAt(port, tries - 1);
  }
}

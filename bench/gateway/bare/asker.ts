import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { readAnswer } from './http-answer.ts';

/** One connection that asks the same again and again, with as little work of its own as can be. */
export class Asker {
  readonly #socket: Socket;
  readonly #request: Buffer;
  #received: Buffer = Buffer.alloc(0);
  #waiting: PromiseWithResolvers<Buffer> | null = null;

  private constructor(socket: Socket, request: Buffer) {
    this.#socket = socket;
    this.#request = request;
    socket.on('data', (part: Buffer) => this.#receive(part));
    for (const event of ['error', 'close'])
      socket.on(event, () => this.#waiting?.reject(new Error('the gateway closed a connection')));
  }

  static async open(port: number, query: string): Promise<Asker> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    const body = JSON.stringify({ query });
    const head = [
      'POST /graphql HTTP/1.1',
      `host: 127.0.0.1:${port}`,
      'content-type: application/json',
      'accept: application/json',
      `content-length: ${Buffer.byteLength(body)}`,
    ];
    return new Asker(socket, Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`));
  }

  /** The body of the answer. @throws {Error} for a status other than 200, or a lost connection */
  ask(): Promise<Buffer> {
    const waiting = Promise.withResolvers<Buffer>();
    this.#waiting = waiting;
    this.#socket.write(this.#request);
    return waiting.promise;
  }

  close(): void {
    this.#waiting = null;
    this.#socket.destroy();
  }

  #receive(part: Buffer): void {
    this.#received = this.#received.length === 0 ? part : Buffer.concat([this.#received, part]);
    const answer = readAnswer(this.#received);
    if (!answer) return;
    this.#received = Buffer.alloc(0);
    if (answer.status === 200) this.#waiting?.resolve(answer.body);
    else this.#waiting?.reject(new Error(`status ${answer.status}: ${answer.body.toString()}`));
  }
}

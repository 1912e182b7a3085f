import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { z } from 'zod';

export interface Asked {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Who asks; absent: nobody says so. */
  readonly memberId?: string;
}

const message = z.object({ type: z.string(), payload: z.unknown().optional() });
const post = z.object({ data: z.object({ posts: z.object({ seq: z.int(), atMs: z.number() }) }) });

/** A client without a library: one socket, one subscription, and what it has seen. */
export class Subscriber {
  readonly #url: string;
  readonly #asked: Asked;
  /** Of its operation: another for each, as the common library has it. */
  readonly #id = randomUUID();
  /** Of the machine's own addresses 127.0.0.x: one has no more than 28,000 ports to leave from. */
  readonly #localAddress: string;
  #socket: WebSocket | null = null;
  /** The last one that came. */
  seq: number;
  received = 0;
  /** Events that did not follow the one before. */
  gaps = 0;
  /** Why the socket or the subscription ended without being asked to. */
  readonly endings: string[] = [];
  readonly latenciesMs: number[] = [];

  constructor(url: string, asked: Asked, index: number, seq = 0) {
    this.#url = url;
    this.#asked = asked;
    this.#localAddress = `127.0.0.${1 + (index % 4)}`;
    this.seq = seq;
  }

  get roomId(): string {
    return String(this.#asked.variables['roomId']);
  }

  /** Resolves when the subscription has been sent; for who has missed something, when the first of that has come. */
  open(): Promise<void> {
    const socket = new WebSocket(this.#url, 'graphql-transport-ws', {
      localAddress: this.#localAddress,
      perMessageDeflate: false,
    });
    this.#socket = socket;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const { memberId } = this.#asked;
    const payload = memberId === undefined ? {} : { payload: { authorization: `Bearer ${memberId}` } };
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', ...payload })));
    socket.on('error', reject);
    socket.on('close', (code) => {
      this.endings.push(`closed with ${code}`);
      reject(new Error(`closed with ${code}`));
    });
    socket.on('message', (data: Buffer) => this.#take(socket, data.toString(), resolve, reject));
    return promise;
  }

  /** Breaks the line without a word. */
  cut(): void {
    this.#socket?.removeAllListeners('close');
    this.#socket?.terminate();
  }

  #take(socket: WebSocket, text: string, begun: () => void, failed: (error: Error) => void): void {
    const { type, payload } = message.parse(JSON.parse(text));
    if (type === 'ping') return socket.send('{"type":"pong"}');
    if (type === 'connection_ack') {
      const { query, variables } = this.#asked;
      const cursor = this.seq > 0 ? { afterSeq: this.seq } : {};
      socket.send(
        JSON.stringify({
          id: this.#id,
          type: 'subscribe',
          payload: { query, variables: { ...variables, ...cursor } },
        }),
      );
      return this.seq > 0 ? undefined : begun();
    }
    if (type === 'next') begun();
    if (type !== 'next') {
      this.endings.push(text);
      return failed(new Error(text));
    }
    const { success, data } = post.safeParse(payload);
    if (success) this.#note(data.data.posts);
    else this.endings.push(text); // an event with an error is one that did not come
  }

  #note({ seq, atMs }: { seq: number; atMs: number }): void {
    if (this.seq > 0 && seq !== this.seq + 1) this.gaps += 1;
    this.seq = seq;
    this.received += 1;
    this.latenciesMs.push(Date.now() - atMs);
  }
}

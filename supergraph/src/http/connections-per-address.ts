import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { networkOf } from './address-network.ts';
import { acceptsEvents } from './accepts-events.ts';
import type { TrustedProxies } from './trusted-proxies.ts';

/** Milliseconds in which one too many may ask, to be told so. */
const excessLivesMs = 2_000;

export interface ConnectionsPerAddressOptions {
  /** Of one address; Infinity: any number. */
  readonly most: number;
  readonly proxies: TrustedProxies;
  /** Told the address of one too many. */
  readonly onExcess?: (address: string) => void;
}

/**
 * How many connections each address has open. Of a proxy whose word is believed none is counted, but the WebSockets and
 * event streams of those behind it: its connections are everybody's, and as many as it likes.
 */
export class ConnectionsPerAddress {
  readonly #options: ConnectionsPerAddressOptions;
  readonly #open = new Map<string, number>();
  /** Those that were one too many, until they are gone. */
  readonly #excess = new Set<Duplex>();

  constructor(options: ConnectionsPerAddressOptions) {
    this.#options = options;
  }

  /** Addresses with something open. */
  get addresses(): number {
    return this.#open.size;
  }

  /** Counts what is opened from now on. One too many is cut, where it does not ask at once and is told. */
  watch(server: Server): void {
    if (this.#options.most === Infinity) return;
    server.on('connection', (socket: Socket) => {
      if (this.#options.proxies.isProxy(socket)) return;
      if (!this.#enter(this.#options.proxies.endOf(socket), socket)) this.#letAsk(socket);
    });
  }

  /** Whether a request may be answered. */
  admits(request: IncomingMessage, response: ServerResponse): boolean {
    if (this.#excess.size > 0 && this.#excess.has(request.socket)) return false;
    return !this.#isStreamBehindProxy(request) || this.#enterBehindProxy(request, response);
  }

  /** Whether a request for a WebSocket may be. @param stream - its connection */
  admitsSocket(request: IncomingMessage, stream: Duplex): boolean {
    if (this.#excess.has(stream)) return false;
    return !this.#options.proxies.isProxy(request.socket) || this.#enterBehindProxy(request, stream);
  }

  #isStreamBehindProxy(request: IncomingMessage): boolean {
    return this.#options.proxies.isProxy(request.socket) && acceptsEvents(request.headers.accept);
  }

  #enterBehindProxy(request: IncomingMessage, until: Duplex | ServerResponse): boolean {
    return this.#enter(this.#options.proxies.clientOf(request).address, until);
  }

  /** @param until - what is open: gone when it closes */
  #enter(address: string, until: Duplex | ServerResponse): boolean {
    const network = networkOf(address);
    const open = this.#open.get(network) ?? 0;
    if (open >= this.#options.most) {
      this.#options.onExcess?.(address);
      return false;
    }
    this.#open.set(network, open + 1);
    until.once('close', () => this.#leave(network));
    return true;
  }

  #leave(network: string): void {
    const open = (this.#open.get(network) ?? 0) - 1;
    if (open > 0) this.#open.set(network, open);
    else this.#open.delete(network);
  }

  /** As long as there are few of them: else they would be as many as they like after all. */
  #letAsk(socket: Socket): void {
    if (this.#excess.size >= this.#options.most) return void socket.destroy();
    this.#excess.add(socket);
    const cutting = setTimeout(() => socket.destroy(), excessLivesMs).unref();
    socket.once('close', () => {
      clearTimeout(cutting);
      this.#excess.delete(socket);
    });
  }
}

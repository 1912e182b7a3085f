import { connect, isIP, type LookupFunction, type OnReadOpts, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Wait } from '../wait.ts';
import { type Exchange, JsonConnection, toError } from './json-connection.ts';

export interface JsonPosterOptions {
  readonly url: URL;
  readonly maxConnections: number;
  /** Milliseconds until there is a connection. */
  readonly connectMs: number;
  /** Milliseconds until the answer begins, and again between parts of it. */
  readonly answerMs: number;
  /** Of one answer; default: any number. */
  readonly maxAnswerBytes?: number;
  /** Milliseconds after which an idle connection is not used again. */
  readonly idleMs: number;
  /** Milliseconds for which one is used at all, so that a name is looked up again; default 60,000. */
  readonly maxAgeMs?: number;
  /** Finds the addresses of a name; default: the system's. All are tried in turn. */
  readonly lookup?: LookupFunction;
}

export interface JsonPost {
  /** Beside those that HTTP itself needs. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
  /** With its search; default: that of the URL. One of a few: they are remembered. */
  readonly path?: string;
  /** When it is over the request ends with its connection. */
  readonly wait?: Wait | undefined;
}

/** A value that could not be taken for anything else. */
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/;
/** Of one connection. */
const defaultMaxAgeMs = 60_000;
const defaultPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/**
 * Sends JSON to one server and reads the JSON of the answers: HTTP/1.1 over kept connections, one question at a time
 * on each. It can do no more than that, for half of what a client costs that can.
 */
export class JsonPoster {
  readonly #options: JsonPosterOptions;
  readonly #path: string;
  /** Of requests, by path. */
  readonly #starts = new Map<string, string>();
  readonly #connections = new Set<JsonConnection>();
  /** The one used last is the last. */
  readonly #idle: JsonConnection[] = [];
  readonly #waiting: Exchange[] = [];
  #closed: Error | null = null;

  constructor(options: JsonPosterOptions) {
    const { pathname, search } = options.url;
    this.#options = options;
    this.#path = `${pathname}${search}`;
  }

  /**
   * The JSON of the answer, whatever its status.
   *
   * @throws Error with the `code` of Node or undici where there is no answer, SyntaxError where it is no JSON
   */
  post({ headers, body, wait, path = this.#path }: JsonPost): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const bytes = this.#write(headers, body, path);
      this.#run({ bytes, resolve, reject, wait });
    });
  }

  /** What is asked is answered with the error, now and later. */
  close(error: Error): void {
    this.#closed = error;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
    for (const connection of this.#connections) connection.destroy(error);
  }

  /** Text is to be sent as latin1. */
  #write(headers: Readonly<Record<string, string>>, body: string, path: string): string | Buffer {
    let head = this.#startFor(path);
    for (const name of Object.keys(headers)) {
      const value = headers[name] ?? '';
      if (!fieldValue.test(value)) throw new TypeError(`the header ${name} cannot be sent`);
      head += `\r\n${name}: ${value}`;
    }
    const bytes = Buffer.byteLength(body);
    head += `\r\ncontent-length: ${bytes}\r\n\r\n`;
    if (bytes === body.length) return head + body; // of ASCII, and a head is latin1
    return Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body)]);
  }

  #startFor(path: string): string {
    const known = this.#starts.get(path);
    if (known !== undefined) return known;
    const start = [
      `POST ${path} HTTP/1.1`,
      `host: ${this.#options.url.host}`,
      'connection: keep-alive',
      'content-type: application/json',
      'accept: application/graphql-response+json, application/json',
    ].join('\r\n');
    this.#starts.set(path, start);
    return start;
  }

  /** @param isFirst - it has waited already, for a connection that was gone when its turn came */
  #run(exchange: Exchange, isFirst = false): void {
    const { wait, reject } = exchange;
    if (this.#closed) return reject(this.#closed);
    if (wait?.isOver) return reject(toError(wait.reason));
    const nowMs = performance.now();
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      if (idle.isUsable(nowMs)) return idle.beginAgain(exchange, () => this.#run(exchange, true));
      idle.destroy();
    }
    if (this.#connections.size < this.#options.maxConnections) this.#open().begin(exchange);
    else {
      this.#waiting[isFirst ? 'unshift' : 'push'](exchange); // and is passed over when its turn comes
      wait?.tell({ giveUp: (reason) => reject(toError(reason)) });
    }
  }

  #open(): JsonConnection {
    const {
      connectMs,
      answerMs,
      idleMs,
      maxAgeMs = defaultMaxAgeMs,
      maxAnswerBytes = Infinity,
    } = this.#options;
    const connected = this.#options.url.protocol === 'https:' ? 'secureConnect' : 'connect';
    const connection: JsonConnection = new JsonConnection(
      (onread) => {
        const socket = this.#connect(onread).setTimeout(connectMs);
        return socket.once(connected, () => socket.setTimeout(answerMs));
      },
      { idleMs, maxAgeMs, maxAnswerBytes },
      (free) => this.#free(free),
      () => this.#gone(connection),
    );
    this.#connections.add(connection);
    return connection;
  }

  #connect(onread: OnReadOpts): Socket {
    const { lookup, url } = this.#options;
    const { protocol, hostname, port } = url;
    const host = hostname.replace(/^\[|\]$/g, '');
    const options = {
      host,
      port: Number(port) || defaultPorts[protocol],
      noDelay: true,
      keepAlive: true,
      onread,
      ...(lookup && { lookup }),
    };
    return protocol === 'https:'
      ? connectTls({ ...options, ...(!isIP(host) && { servername: host }), ALPNProtocols: ['http/1.1'] })
      : connect({ ...options, port: options.port ?? 80 });
  }

  #free(connection: JsonConnection): void {
    const next = this.#waiting.shift();
    if (next) connection.beginAgain(next, () => this.#run(next, true));
    else this.#idle.push(connection);
  }

  #gone(connection: JsonConnection): void {
    this.#connections.delete(connection);
    const place = this.#idle.indexOf(connection);
    if (place !== -1) this.#idle.splice(place, 1);
    // One that nobody waits for any more would leave the place empty.
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      const isWanted = !next.wait?.isOver;
      this.#run(next);
      if (isWanted) return;
    }
  }
}

import { errors } from 'undici';
import { assertFields, MalformedResponseError, readHead, type ResponseHead } from './response-head.ts';

export interface HttpResponse {
  readonly head: ResponseHead;
  /** Perhaps a part of the bytes that were given last. */
  readonly body: Buffer;
  /** True: something came behind it that nobody asked for. */
  readonly hasMore: boolean;
}

const endOfHead = '\r\n\r\n';
/** Bytes of a head, and of all else in a response that nobody needs: interim heads, what is said of chunks, trailers. */
const maxHeadBytes = 16_384;
const nothing: Buffer = Buffer.alloc(0);

/** Reads one response from bytes as they come. */
export class ResponseReader {
  #head: ResponseHead | null = null;
  /** What has come and is not understood yet: the beginning of a head, or of a chunk's line. */
  #rest: Buffer = nothing;
  readonly #parts: Buffer[] = [];
  /** Of these, how many are copies of our own. */
  #copied = 0;
  /** Bytes that the body, or its present chunk with the line end behind it, still has. */
  #missing = 0;
  #isInTrailer = false;
  /** How many bytes the body may still have. */
  #roomBytes: number;
  /** How many more that nobody needs. */
  #patienceBytes = maxHeadBytes;

  constructor(maxBodyBytes = Infinity) {
    this.#roomBytes = maxBodyBytes;
  }

  /**
   * @param bytes - may be written over afterwards
   * @returns null while something is missing
   * @throws {MalformedResponseError}
   * @throws ResponseExceededMaxSizeError of undici: the body is larger than it may be
   */
  read(bytes: Buffer): HttpResponse | null {
    const response = this.#read(bytes);
    if (!response) this.#copy();
    return response;
  }

  #read(bytes: Buffer): HttpResponse | null {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const head = this.#head ?? this.#readHead();
    if (!head) return null;
    if (head.body === 'chunked') return this.#readChunks(head);
    if (head.body === 'close') return this.#take(this.#rest.length);
    this.#take(Math.min(this.#missing, this.#rest.length));
    return this.#missing === 0 ? this.#finish(head) : null;
  }

  /** The connection has ended: that is the end of a body that lasts until then. */
  end(): HttpResponse | null {
    return this.#head?.body === 'close' ? this.#finish(this.#head) : null;
  }

  /** What is kept until more comes. */
  #copy(): void {
    this.#rest = Buffer.from(this.#rest);
    for (; this.#copied < this.#parts.length; this.#copied += 1)
      this.#parts[this.#copied] = Buffer.from(this.#parts[this.#copied] ?? nothing);
  }

  #readHead(): ResponseHead | null {
    for (;;) {
      const end = this.#rest.indexOf(endOfHead);
      if (end > maxHeadBytes || (end === -1 && this.#rest.length > maxHeadBytes))
        throw new MalformedResponseError('head too large');
      if (end === -1) return null;
      const head = readHead(this.#rest.toString('latin1', 0, end));
      this.#rest = this.#rest.subarray(end + endOfHead.length);
      if (head.status === 101) throw new MalformedResponseError('nobody asked for another protocol');
      if (head.status < 200) this.#bear(end + endOfHead.length);
      if (head.status < 200) continue; // it is still being worked on
      if (typeof head.body === 'number') this.#missing = head.body;
      this.#head = head;
      return head;
    }
  }

  /** Else a server could go on for ever, within any limit of the body. */
  #bear(bytes: number): void {
    this.#patienceBytes -= bytes;
    if (this.#patienceBytes < 0) throw new MalformedResponseError('too much beside the body');
  }

  /** The next bytes belong to the body. */
  #take(count: number): null {
    this.#roomBytes -= count;
    if (this.#roomBytes < 0) throw new errors.ResponseExceededMaxSizeError();
    const isAll = count === this.#rest.length; // mostly: a view costs more than to know it
    if (count > 0) this.#parts.push(isAll ? this.#rest : this.#rest.subarray(0, count));
    this.#missing -= count;
    this.#rest = isAll ? nothing : this.#rest.subarray(count);
    return null;
  }

  #readChunks(head: ResponseHead): HttpResponse | null {
    for (;;) {
      if (this.#missing > 0 && !this.#readChunk()) return null;
      const end = this.#rest.indexOf('\r\n');
      if (end > maxHeadBytes || (end === -1 && this.#rest.length > maxHeadBytes))
        throw new MalformedResponseError('chunk too large');
      if (end === -1) return null;
      const line = this.#rest.toString('latin1', 0, end);
      this.#rest = this.#rest.subarray(end + 2);
      if (!this.#isInTrailer) this.#beginChunk(line);
      else if (line === '') return this.#finish(head);
      else this.#readTrailer(line);
    }
  }

  #beginChunk(line: string): void {
    const [, digits] = /^([0-9a-f]{1,8})[ \t]*(?:;.*)?$/i.exec(line) ?? [];
    if (digits === undefined) throw new MalformedResponseError('chunk');
    this.#bear(line.length - digits.length);
    const size = Number.parseInt(digits, 16);
    if (size === 0) this.#isInTrailer = true;
    else this.#missing = size + 2;
  }

  #readTrailer(line: string): void {
    assertFields(`\r\n${line}`);
    this.#bear(line.length + 2);
  }

  /** True when the chunk is complete, with its line end. */
  #readChunk(): boolean {
    this.#take(Math.min(Math.max(this.#missing - 2, 0), this.#rest.length));
    if (this.#missing > 2 || this.#rest.length < 2) return false;
    if (this.#rest[0] !== 13 || this.#rest[1] !== 10) throw new MalformedResponseError('end of a chunk');
    this.#rest = this.#rest.subarray(2);
    this.#missing = 0;
    return true;
  }

  #finish(head: ResponseHead): HttpResponse {
    const [only] = this.#parts;
    const body = only && this.#parts.length === 1 ? only : Buffer.concat(this.#parts);
    return { head, body, hasMore: this.#rest.length > 0 };
  }
}

/** A request that its client may send again under the same key, and wants done once. */
export interface KeyedRequest {
  /** Made up by the client, e.g. a UUID. */
  readonly key: string;
  /** SHA-256 of what was asked, in hexadecimal: the whole operation with its variables. */
  readonly request: string;
}

/** Header of HTTP, as draft-ietf-httpapi-idempotency-key-header names it. */
export const idempotencyKeyHeader = 'idempotency-key';

/** 1 to 255 visible ASCII characters. */
export const isIdempotencyKey = (value: unknown): value is string =>
  typeof value === 'string' && /^[\x21-\x7e]{1,255}$/.test(value);

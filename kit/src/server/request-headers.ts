import type { IncomingMessage } from 'node:http';

/** One header by its lower-case name, as `Headers` answers it. */
export type HeadersRead = Pick<Headers, 'get'>;

export const headersOf = ({ headers }: IncomingMessage): HeadersRead => ({
  get: (name) => {
    const value = headers[name];
    return typeof value === 'string' ? value : (value?.join(', ') ?? null);
  },
});

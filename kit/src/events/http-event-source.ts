import {
  eventHeadsPath,
  eventLogPath,
  eventPage,
  eventReadersPath,
  headsPage,
  readersPage,
} from './event-page.ts';
import type { EventSource, ReadEvents } from './source.ts';

export interface HttpEventSourceOptions {
  /** Where the publisher listens, e.g. `http://127.0.0.1:4001`. */
  readonly url: string;
  /** Headers that make the request one of a service; asked for every request, since tokens are short-lived. */
  readonly headers: () => Promise<Readonly<Record<string, string>>>;
  readonly fetch?: typeof globalThis.fetch;
}

/** What a publisher may take beyond the wait it was asked for. */
const graceMs = 5_000;

/** Reads the log of a publisher in another process by long poll. */
export function httpEventSource({
  url,
  headers,
  fetch = globalThis.fetch,
}: HttpEventSourceOptions): EventSource {
  const ask = async (target: URL, init: RequestInit): Promise<unknown> => {
    const response = await fetch(target, { ...init, headers: { ...(await headers()) } });
    if (!response.ok) throw new Error(`${url} answered ${response.status} to a reader of its event log`);
    return response.json();
  };
  return {
    async read({ signal, waitMs, ...range }: ReadEvents) {
      signal.throwIfAborted();
      const target = new URL(eventLogPath, url);
      for (const [name, value] of Object.entries({ ...range, waitMs }))
        target.searchParams.set(name, String(value));
      const deadline = AbortSignal.any([signal, AbortSignal.timeout(waitMs + graceMs)]);
      return eventPage.parse(await ask(target, { signal: deadline })).events;
    },
    heads: async () =>
      headsPage.parse(await ask(new URL(eventHeadsPath, url), { signal: AbortSignal.timeout(graceMs) }))
        .heads,
    confirm: async (reading) => {
      const [method, body, signal] = ['POST', JSON.stringify(reading), AbortSignal.timeout(graceMs)] as const;
      return readersPage.parse(await ask(new URL(eventReadersPath, url), { method, body, signal }))
        .prunedThrough;
    },
  };
}

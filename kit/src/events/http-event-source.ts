import { eventHeadsPath, eventLogPath, eventPage, headsPage } from './event-page.ts';
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
  const get = async (target: URL, signal: AbortSignal): Promise<unknown> => {
    const response = await fetch(target, { headers: { ...(await headers()) }, signal });
    if (!response.ok) throw new Error(`${url} answered ${response.status} to a read of its event log`);
    return response.json();
  };
  return {
    async read({ signal, waitMs, ...range }: ReadEvents) {
      signal.throwIfAborted();
      const target = new URL(eventLogPath, url);
      for (const [name, value] of Object.entries({ ...range, waitMs }))
        target.searchParams.set(name, String(value));
      const deadline = AbortSignal.any([signal, AbortSignal.timeout(waitMs + graceMs)]);
      return eventPage.parse(await get(target, deadline)).events;
    },
    heads: async () =>
      headsPage.parse(await get(new URL(eventHeadsPath, url), AbortSignal.timeout(graceMs))).heads,
  };
}

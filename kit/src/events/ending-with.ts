import type { EventSource } from './source.ts';

/**
 * Answers what waits with nothing once `closing` aborts: a server that stops need not wait out the
 * long polls of its readers, who ask again elsewhere.
 */
export function endingWith(closing: AbortSignal | undefined, source: EventSource): EventSource {
  if (!closing) return source;
  return {
    heads: () => source.heads(),
    confirm: (reading) => source.confirm(reading),
    async read(request) {
      try {
        return await source.read({ ...request, signal: AbortSignal.any([request.signal, closing]) });
      } catch (error) {
        if (closing.aborted && !request.signal.aborted) return [];
        throw error;
      }
    },
  };
}

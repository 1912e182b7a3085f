import type { EventSource } from './source.ts';

/**
 * One publisher by several processes, any of which can read its log. The one that answered last is
 * asked again; when it fails the others are tried, and only when all fail is it the reader's failure.
 */
export function firstReachable(sources: readonly EventSource[]): EventSource {
  let current = 0;
  const ask = async <Answer>(
    question: (source: EventSource) => Promise<Answer>,
    isGivenUp: () => boolean,
  ): Promise<Answer> => {
    for (let failures = 1; ; failures += 1) {
      const index = current;
      try {
        return await question(at(sources, index));
      } catch (error) {
        if (isGivenUp() || failures >= sources.length) throw error;
        // Readers of other shards may have moved on meanwhile.
        if (current === index) current = (index + 1) % sources.length;
      }
    }
  };
  return {
    read: (request) =>
      ask(
        (source) => source.read(request),
        () => request.signal.aborted,
      ),
    heads: () =>
      ask(
        (source) => source.heads(),
        () => false,
      ),
    confirm: (reading) =>
      ask(
        (source) => source.confirm(reading),
        () => false,
      ),
  };
}

function at(sources: readonly EventSource[], index: number): EventSource {
  const source = sources[index];
  if (!source) throw new RangeError('a publisher needs at least one address');
  return source;
}

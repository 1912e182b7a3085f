import { graph } from '#lib/graphql/client.ts';
import { TripPublicationProgressDocument } from '#lib/graphql/generated/graphql.ts';

const betweenMs = 1_000;
/** After a minute it is taken back by itself: asking longer than that and a little more tells nothing. */
const longestMs = 120_000;

/** Asks how the publication of a trip goes on; the answers are shown by the cache. Returns how to stop. */
export function watchPublication(tripId: string): () => void {
  const untilMs = Date.now() + longestMs;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = async () => {
    await graph
      .query(TripPublicationProgressDocument, { id: tripId }, { requestPolicy: 'network-only' })
      .toPromise();
    if (Date.now() < untilMs && timer !== undefined) timer = setTimeout(() => void ask(), betweenMs);
  };
  timer = setTimeout(() => void ask(), betweenMs);
  return () => {
    clearTimeout(timer);
    timer = undefined;
  };
}

import { onInboxEvent } from '#lib/features/messaging/inbox-events.ts';
import { connection } from '#lib/graphql/connection.svelte.ts';

/** Events come in bursts; the whole day is asked for once after each. */
const restMs = 300;
/** A part that is away is asked for again after so long. */
const missingMs = 8_000;

/**
 * Asks again whenever the inbox tells of a change: it is fed by all six subgraphs. Messages are not
 * waited for here, since the cache has them already. Returns how to stop.
 */
export function followDay(reload: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(reload, restMs);
  };
  const stops = [
    onInboxEvent((event) => {
      const isOfRooms = event?.kind === 'MESSAGE_RECEIVED' || event?.kind === 'ROOM_READ';
      if (!isOfRooms) soon();
    }),
    connection.onReopened(soon),
  ];
  return () => {
    clearTimeout(timer);
    stops.forEach((stop) => stop());
  };
}

/** For as long as parts are missing. Returns how to stop. */
export function askAgainLater(reload: () => void): () => void {
  const timer = setTimeout(reload, missingMs);
  return () => clearTimeout(timer);
}

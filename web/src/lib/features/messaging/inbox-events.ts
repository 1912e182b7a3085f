import type { InboxChangedSubscription } from '#lib/graphql/generated/graphql.ts';

export type InboxEvent = InboxChangedSubscription['inboxChanged'];
/** Null: events were missed that will not be told; load again what is shown. */
type Listener = (event: InboxEvent | null) => void;

const listeners = new Set<Listener>();

/** Called for each event of the viewer's inbox, which the app follows once for everybody. Returns how to stop. */
export function onInboxEvent(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function announceInboxEvent(event: InboxEvent | null): void {
  for (const listener of listeners) listener(event);
}

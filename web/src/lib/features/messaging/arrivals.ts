type Listener = (messageId: string) => void;

const listeners = new Set<Listener>();

/** Called for each message that is known to be stored, from wherever that is known. Returns how to stop. */
export function onArrival(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function announceArrival(messageId: string): void {
  for (const listener of listeners) listener(messageId);
}

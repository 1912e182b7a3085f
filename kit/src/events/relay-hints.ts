type Hint = () => void;

const relays = new Map<string, Set<Hint>>();

/** Tells the relay of `subgraph` in this process, if there is one, that rows wait in the outbox. */
export function hintRelay(subgraph: string): void {
  for (const hint of relays.get(subgraph) ?? []) hint();
}

/** Registers a relay of this process; the result removes it. Without a hint a relay polls. */
export function onRelayHint(subgraph: string, hint: Hint): () => void {
  const hints = relays.get(subgraph) ?? new Set();
  relays.set(subgraph, hints.add(hint));
  return () => {
    hints.delete(hint);
    if (hints.size === 0) relays.delete(subgraph);
  };
}

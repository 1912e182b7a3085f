/**
 * A message on its way. `id` is made here and never changes: a retry is the same message.
 * `waiting` is behind another one or for a connection, `failed` needs the sender's decision.
 */
export interface OutgoingMessage {
  readonly id: string;
  readonly roomId: string;
  readonly text: string;
  /** ISO instant of the first attempt. */
  readonly writtenAt: string;
  readonly state: 'waiting' | 'sending' | 'failed';
  /** Why it failed: a code of the server's, or NETWORK. */
  readonly failure: string | null;
}

/** Oldest first. */
export type Outbox = readonly OutgoingMessage[];

export function enqueue(
  outbox: Outbox,
  message: Pick<OutgoingMessage, 'id' | 'roomId' | 'text' | 'writtenAt'>,
): Outbox {
  if (outbox.some(({ id }) => id === message.id)) return outbox;
  return [...outbox, { ...message, state: 'waiting', failure: null }];
}

/**
 * What may be sent now: the oldest of each room, and only when nothing of that room is on its way,
 * so that messages arrive in the order they were written. One that the server refused does not
 * block the others; one that the network swallowed does.
 */
export function sendable(outbox: Outbox): Outbox {
  const blocked = new Set<string>();
  return outbox.filter((message) => {
    if (blocked.has(message.roomId) || isRefused(message)) return false;
    blocked.add(message.roomId);
    return message.state === 'waiting';
  });
}

export function markSending(outbox: Outbox, id: string): Outbox {
  return replace(outbox, id, { state: 'sending', failure: null });
}

export function markFailed(outbox: Outbox, id: string, failure: string): Outbox {
  return replace(outbox, id, { state: 'failed', failure });
}

export function retry(outbox: Outbox, id: string): Outbox {
  return replace(outbox, id, { state: 'waiting', failure: null });
}

/** After the connection came back: whatever only the network stopped may go again. */
export function retryInterrupted(outbox: Outbox): Outbox {
  return outbox.map((message) =>
    message.failure === networkFailure ? { ...message, state: 'waiting', failure: null } : message,
  );
}

export function remove(outbox: Outbox, id: string): Outbox {
  return outbox.filter((message) => message.id !== id);
}

/** After a reload nothing is on its way any more; what was is sent again under the same id. */
export function restored(outbox: Outbox): Outbox {
  return outbox.map((message) => (message.state === 'sending' ? { ...message, state: 'waiting' } : message));
}

export const networkFailure = 'NETWORK';

function isRefused({ state, failure }: OutgoingMessage): boolean {
  return state === 'failed' && failure !== networkFailure;
}

function replace(outbox: Outbox, id: string, change: Partial<OutgoingMessage>): Outbox {
  return outbox.map((message) => (message.id === id ? { ...message, ...change } : message));
}

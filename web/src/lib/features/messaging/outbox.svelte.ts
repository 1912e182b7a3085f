import { graph } from '#lib/graphql/client.ts';
import { connection } from '#lib/graphql/connection.svelte.ts';
import { codeOf, isPassing } from '#lib/graphql/errors.ts';
import { SendMessageDocument } from '#lib/graphql/generated/graphql.ts';
import { uuidV7 } from '#lib/ids/uuid-v7.ts';
import { onArrival } from './arrivals.ts';
import { readOutbox, writeOutbox } from './outbox-storage.ts';
import * as queue from './outbox.ts';
import { roomFeeds } from './room-feeds.ts';

/** Sends what the viewer writes, in order within each room, through cuts and reloads. */
class OutboxDriver {
  messages = $state.raw<queue.Outbox>([]);
  #viewerId: string | null = null;

  /** Returns how to stop. */
  start(viewerId: string): () => void {
    this.#viewerId = viewerId;
    this.#change(queue.restored(readOutbox(viewerId)));
    const sendAgain = () => this.#change(queue.retryInterrupted(this.messages));
    const stops = [connection.onOpened(sendAgain), onArrival((id) => this.#confirm(id))];
    window.addEventListener('online', sendAgain);
    return () => {
      for (const stop of stops) stop();
      window.removeEventListener('online', sendAgain);
      this.#viewerId = null;
    };
  }

  send(roomId: string, text: string): void {
    const message = { id: uuidV7(), roomId, text, writtenAt: new Date().toISOString() };
    this.#change(queue.enqueue(this.messages, message));
  }

  retry(id: string): void {
    this.#change(queue.retry(this.messages, id));
  }

  discard(id: string): void {
    this.#change(queue.remove(this.messages, id));
  }

  /** It is stored, even if the answer that said so was lost: what waits behind it may go. */
  #confirm(id: string): void {
    if (this.messages.some((message) => message.id === id)) this.#change(queue.remove(this.messages, id));
  }

  #change(next: queue.Outbox): void {
    if (this.#viewerId) writeOutbox(this.#viewerId, this.messages, next);
    this.messages = next;
    for (const message of queue.sendable(next)) void this.#send(message);
  }

  async #send({ id, roomId, text }: queue.OutgoingMessage): Promise<void> {
    this.#change(queue.markSending(this.messages, id));
    const { data, error } = await graph
      .mutation(SendMessageDocument, { input: { id, roomId, text } })
      .toPromise();
    const result = data?.sendMessage;
    if (result?.__typename === 'SendMessagePayload') {
      roomFeeds.find(roomId)?.accept(result.sentMessage);
      return this.#change(queue.remove(this.messages, id));
    }
    const failure = result ? result.code : error ? failureOf(codeOf(error)) : queue.networkFailure;
    this.#change(queue.markFailed(this.messages, id, failure));
  }
}

/** A server that is away or busy is, to the sender, a network that swallowed the message. */
function failureOf(code: string): string {
  const isTriedAgain = isPassing(code) || code === 'INTERNAL' || code === 'UNAUTHENTICATED';
  return isTriedAgain ? queue.networkFailure : code;
}

export const outbox = new OutboxDriver();

import type { Consumer } from '../events/consumer.ts';
import type { EventContract, LoggedEvent } from '../events/contract.ts';
import { shardOf } from '../events/shard.ts';
import { newUuid } from '../ids/uuid.ts';
import type { Services } from '../server/services.ts';

/** Plays a publisher for one of its consumers: events in the order of each aggregate, taken in when they are told to. */
export class EventScript {
  readonly #services: Services;
  readonly #consumer: Consumer;
  readonly #seqs = new Map<string, number>();

  constructor(services: Services, consumer: Consumer) {
    this.#services = services;
    this.#consumer = consumer;
  }

  /** Of the last event that was written of an aggregate; 0 for none. */
  seqOf(aggregateId: string): number {
    return this.#seqs.get(aggregateId) ?? 0;
  }

  /**
   * The next event of an aggregate, not taken in yet.
   *
   * @param payloadAt - given the event's sequence
   * @throws {Error} for a payload that breaks the contract
   */
  write(
    { name, aggregateType, payload }: EventContract<unknown>,
    aggregateId: string,
    payloadAt: (seq: number) => object,
  ): LoggedEvent {
    const seq = this.seqOf(aggregateId) + 1;
    this.#seqs.set(aggregateId, seq);
    return {
      ...{
        id: newUuid(),
        name,
        aggregateType,
        aggregateId,
        aggregateSeq: seq,
        shard: shardOf(aggregateId),
        pos: seq,
      },
      ...{ payload: payload.parse(payloadAt(seq)), occurredAt: new Date() },
    };
  }

  /** As the backbone hands it over, once more at each call. */
  async take(event: LoggedEvent): Promise<LoggedEvent> {
    await this.#services.db.write.transaction((tx) => this.#consumer.handle(tx, event, this.#services));
    return event;
  }
}

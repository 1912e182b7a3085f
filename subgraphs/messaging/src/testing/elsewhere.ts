import type { Consumer } from '@moim/kit/events/consumer.ts';
import type { EventContract, LoggedEvent } from '@moim/kit/events/contract.ts';
import { shardOf } from '@moim/kit/events/shard.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { tidings } from '../triggers/tidings.ts';
import type { Stage } from './stage.ts';

/** The instant of all events of the tests. */
export const eventAt = new Date('2026-11-21T03:00:00.000Z');

/** An event of another subgraph, the first of its aggregate unless said otherwise. */
export function happened<Payload>(
  contract: EventContract<Payload>,
  aggregateId: string,
  payload: Payload,
  aggregateSeq = 1,
): LoggedEvent {
  return {
    id: newUuid(),
    name: contract.name,
    aggregateType: contract.aggregateType,
    aggregateId,
    aggregateSeq,
    shard: shardOf(aggregateId),
    pos: aggregateSeq,
    payload: contract.payload.parse(payload),
    occurredAt: eventAt,
  };
}

/** The consumer of the subgraph that published it. */
function consumerOf({ name }: LoggedEvent): Consumer {
  const [source] = name.split('.');
  const found = tidings.find((consumer) => consumer.source === source);
  if (!found) throw new Error(`nobody consumes ${name}`);
  return found;
}

/** Takes the event in as the backbone would, once. */
export async function takeIn({ services }: Stage, event: LoggedEvent): Promise<void> {
  await services.db.write.transaction((tx) => consumerOf(event).handle(tx, event, services));
}

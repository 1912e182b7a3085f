// Implementation lands with the backbone; the signature is what actions rely on.
import type { Tx } from '../db/database.ts';
import type { EventContract } from './contract.ts';

export interface EventToAppend<Payload> {
  readonly contract: EventContract<Payload>;
  readonly id: string;
  readonly aggregateId: string;
  /** Taken under the aggregate's row lock, so that commit order is sequence order. */
  readonly aggregateSeq: number;
  readonly payload: Payload;
  readonly occurredAt: Date;
}

/** Writes an outbox row in the caller's transaction and hints the relay after the commit. */
export declare function appendEvent<Payload>(tx: Tx, subgraph: string, event: EventToAppend<Payload>): Promise<void>;

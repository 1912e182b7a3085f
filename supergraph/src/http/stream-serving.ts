import type { Door } from '../access/door.ts';
import type { OperationRunner } from '../graph/run-operation.ts';
import type { Leases } from '../reload/leases.ts';
import type { Streams } from '../subscriptions/run-entered.ts';

/**
 * What an operation of a transport that stays open begins with. A stream that has begun belongs to no supergraph in
 * particular and must not hold this: it may outlive many.
 */
export interface StreamServing {
  readonly door: Door;
  readonly streams: Streams;
  readonly runner: OperationRunner;
  readonly leases: Leases;
}

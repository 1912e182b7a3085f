import type { FormattedExecutionResult } from 'graphql';
import type { Entered } from '../access/door.ts';
import type { LiveCredential } from '../access/live-credential.ts';
import { inOperationSpan } from '../access/operation-span.ts';
import type { OperationRunner } from '../graph/run-operation.ts';
import type { SubscriptionHub } from './hub.ts';

type Results = AsyncGenerator<FormattedExecutionResult, void, void>;

/** Runs an operation for a transport that stays open: one result, or a stream that ends with its right. */
export async function runEntered(
  hub: SubscriptionHub,
  runner: OperationRunner,
  entered: Entered,
  credential: LiveCredential,
): Promise<FormattedExecutionResult | Results> {
  return inOperationSpan(entered, () => runInSpan(hub, runner, entered, credential));
}

async function runInSpan(
  ...[hub, runner, entered, credential]: Parameters<typeof runEntered>
): Promise<FormattedExecutionResult | Results> {
  if (entered.operation.operation.operation !== 'subscription') return runner.run(entered);
  const subscriber = await hub.subscribe(entered.operation, credential);
  subscriber.onDone(credential.onEnded((error) => subscriber.end(error)));
  return subscriber.results;
}

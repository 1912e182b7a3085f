import type { FormattedExecutionResult } from 'graphql';
import type { Entered } from '../access/door.ts';
import type { LiveCredential } from '../access/live-credential.ts';
import { inOperationSpan } from '../access/operation-span.ts';
import { Refusal } from '../access/refusal.ts';
import { closableStream } from '../execution/closable-stream.ts';
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
  if (entered.operation.operation.operation !== 'subscription')
    return runner.stream(entered) ?? runner.run(entered);
  const subscriber = await hub.subscribe(entered.operation, credential);
  subscriber.onDone(credential.onEnded((error) => subscriber.end(error)));
  return charged(subscriber.results, entered);
}

/** Each event is paid for before the next is asked for: what was delivered stays delivered. */
function charged(results: Results, { chargeEvent, complete }: Entered): Results {
  let isOwing = false;
  return closableStream({
    next: async () => {
      try {
        if (isOwing) await chargeEvent();
      } catch (error) {
        await results.return();
        throw error instanceof Refusal ? error.errors[0] : error; // transports know errors of GraphQL
      }
      const result = await results.next();
      if (result.done) return result;
      isOwing = true;
      return { done: false, value: complete(result.value) };
    },
    close: async () => {
      await results.return();
    },
  });
}

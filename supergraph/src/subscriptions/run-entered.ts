import type { FormattedExecutionResult } from 'graphql';
import type { Entered } from '../access/door.ts';
import type { LiveCredential } from '../access/live-credential.ts';
import { inOperationSpan } from '../access/operation-span.ts';
import { Refusal } from '../access/refusal.ts';
import { closableStream } from '../execution/closable-stream.ts';
import type { Deadline } from '../execution/deadline.ts';
import type { OperationRunner } from '../graph/run-operation.ts';
import type { Subscriber } from './subscriber.ts';

type Results = AsyncGenerator<FormattedExecutionResult, void, void>;

/** Where subscriptions begin. */
export interface Streams {
  /** @throws what the client is to be told */
  subscribe(entered: Entered, credential: LiveCredential): Promise<Subscriber>;
}

/** Runs an operation for a transport that stays open: one result, or a stream that ends with its right. */
export async function runEntered(
  streams: Streams,
  runner: OperationRunner,
  entered: Entered,
  credential: LiveCredential,
  deadline?: Deadline,
): Promise<FormattedExecutionResult | Results> {
  return inOperationSpan(entered, () => runInSpan(streams, runner, entered, credential, deadline));
}

async function runInSpan(
  ...[streams, runner, entered, credential, deadline]: Parameters<typeof runEntered>
): Promise<FormattedExecutionResult | Results> {
  if (entered.operation.operation.operation !== 'subscription')
    return runner.stream(entered, deadline) ?? runner.run(entered, deadline);
  const subscriber = await streams.subscribe(entered, credential);
  subscriber.onDone(credential.onEnded((error) => subscriber.end(error)));
  return entered.charge === null ? subscriber.results : charged(subscriber.results, entered);
}

/** Each event is paid for before the next is asked for: what was delivered stays delivered. */
function charged(results: Results, { chargeEvent }: Entered): Results {
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
      return result;
    },
    close: async () => {
      await results.return();
    },
  });
}

import type { FormattedExecutionResult } from 'graphql';
import type { Entered } from '../access/entered.ts';
import type { LiveCredential } from '../access/live-credential.ts';
import { inOperationSpan } from '../access/operation-span.ts';
import { closableStream } from '../execution/closable-stream.ts';
import type { Deadline } from '../execution/deadline.ts';
import { seenExtension } from '../freshness/seen-token.ts';
import type { OperationRunner } from '../graph/run-operation.ts';
import type { Subscriber } from './subscriber.ts';

type Results = AsyncGenerator<FormattedExecutionResult, void, void>;

/** Where subscriptions begin. */
export interface Streams {
  /** @throws what the client is to be told: also that its plan did not come within the deadline */
  subscribe(entered: Entered, credential: LiveCredential, deadline?: Deadline): Promise<Subscriber>;
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
  if (entered.operation.operation.operation !== 'subscription') {
    const soon = runner.stream(entered, deadline);
    const parts = soon instanceof Promise ? await soon : soon;
    return parts ? tellingSeen(parts, entered) : withSeen(await runner.run(entered, deadline), entered);
  }
  return (await subscribe(streams, entered, credential, deadline)).results;
}

/** With the token of what it wrote: there is no header for it. */
function withSeen<Result extends FormattedExecutionResult>(result: Result, { caller }: Entered): Result {
  if (!caller.written) return result;
  return { ...result, extensions: { ...result.extensions, ...seenExtension(caller.written) } };
}

/** The first part says it: later ones only read. */
function tellingSeen(parts: Results, entered: Entered): Results {
  let isFirst = true;
  return closableStream<FormattedExecutionResult>({
    next: async () => {
      const part = await parts.next();
      if (part.done || !isFirst) return part;
      isFirst = false;
      return { done: false, value: withSeen(part.value, entered) };
    },
    close: async () => {
      await parts.return();
    },
  });
}

/** Begins a stream that somebody reads as it pleases his transport. */
export const beginStream = (
  streams: Streams,
  entered: Entered,
  credential: LiveCredential,
  deadline?: Deadline,
): Promise<Subscriber> => inOperationSpan(entered, () => subscribe(streams, entered, credential, deadline));

async function subscribe(
  streams: Streams,
  entered: Entered,
  credential: LiveCredential,
  deadline?: Deadline,
): Promise<Subscriber> {
  const subscriber = await streams.subscribe(entered, credential, deadline);
  if (entered.charge !== null) subscriber.payFor(entered.chargeEvent);
  return subscriber;
}

import type { FormattedExecutionResult } from 'graphql';
import { closableStream } from '../execution/closable-stream.ts';
import { openPush } from '../subscriptions/push-span.ts';
import { resultText } from '../subscriptions/result-text.ts';

export interface Push {
  /** The client's, of the operation. */
  readonly id: string;
  /** Resolves when the network has taken it in: the next result is not asked for before. */
  readonly send: (message: string) => Promise<void>;
}

/**
 * Sends the results of a stream as messages of graphql-transport-ws. To the library, which would write each result
 * anew for each client, it is a stream that only ends or fails.
 */
export function pushThrough(
  results: AsyncGenerator<FormattedExecutionResult, void, void>,
  { id, send }: Push,
): AsyncGenerator<never, void, void> {
  let isClosed = false;
  return closableStream<never>({
    next: async () => {
      for (;;) {
        const { done, value } = await results.next();
        if (done || isClosed) return { done: true, value: undefined };
        const pushed = openPush(value, 'websocket');
        await send(`{"id":${JSON.stringify(id)},"type":"next","payload":${resultText(value)}}`);
        pushed();
      }
    },
    close: async () => {
      isClosed = true;
      await results.return();
    },
  });
}

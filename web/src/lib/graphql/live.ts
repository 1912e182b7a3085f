import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { refreshAccessToken } from '#lib/features/session/access-token.ts';
import { endSession } from '#lib/features/session/end.ts';
import { graph } from './client.ts';
import { codeOf } from './errors.ts';

const shortestWaitMs = 500;
const longestWaitMs = 10_000;

interface LiveOptions<Data, Variables> {
  /** Asked again at every (re)connection: this is where a cursor moves on. */
  readonly variables: () => Variables;
  readonly onData: (data: Data) => void;
  /** A refused or broken subscription. Answer `stop` to give up; else it is opened again. */
  readonly onFailure?: (code: string) => Promise<'again' | 'stop'> | 'again' | 'stop';
}

/** Follows a subscription for as long as it is wanted, through every cut. Returns how to stop. */
export function follow<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  options: LiveOptions<Data, Variables>,
): () => void {
  let stop: () => void = () => undefined;
  let isWanted = true;
  let failures = 0;

  const open = () => {
    if (!isWanted) return;
    let hasEnded = false;
    const end = async (code: string) => {
      if (hasEnded || !isWanted) return;
      hasEnded = true;
      stop();
      if (code === 'UNAUTHENTICATED' && (await refreshAccessToken()) === 'ended') return endSession();
      const verdict = (await options.onFailure?.(code)) ?? 'again';
      if (verdict === 'stop') return;
      setTimeout(open, Math.min(shortestWaitMs * 2 ** failures++, longestWaitMs) * (0.5 + Math.random()));
    };
    const context = { resume: options.variables, onComplete: () => void end('COMPLETE') };
    const subscription = graph
      .subscription(document, options.variables(), context)
      .subscribe(({ data, error }) => {
        if (error) return void end(codeOf(error));
        failures = 0;
        if (data) options.onData(data);
      });
    stop = () => subscription.unsubscribe();
  };

  open();
  return () => {
    isWanted = false;
    stop();
  };
}

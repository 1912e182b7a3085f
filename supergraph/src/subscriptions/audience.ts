import type { ExecutionResult } from 'graphql';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';

type Variables = Readonly<Record<string, unknown>>;

/** How a subgraph is asked at once about all who listen to something. */
export interface Audience {
  readonly subgraph: string;
  readonly query: string;
  /** Beside `$viewers`. */
  readonly variables: Variables;
}

/**
 * Of these members, those of whom the subgraph says that they may listen.
 *
 * @param withinMs - milliseconds for an answer; default 1,000
 * @throws {SubgraphUnavailableError}
 * @throws TypeError where it answers with an error, or with something else than their ids
 */
export type AskAudience = (
  audience: Audience,
  memberIds: readonly string[],
  withinMs?: number,
) => Promise<ReadonlySet<string>>;

/** The same of one audience. */
export type AskAbout = (memberIds: readonly string[], withinMs?: number) => Promise<ReadonlySet<string>>;

/** Milliseconds for an answer: with the time between two questions less than the five seconds in which somebody ends. */
const answerMs = 1_000;

/** Asks the subgraph itself, as the service: it is nothing that a client could ask. */
export function audienceAsker(connectionTo: (subgraph: string) => SubgraphConnection): AskAudience {
  return async ({ subgraph, query, variables }, viewers, withinMs = answerMs) => {
    const result = await connectionTo(subgraph).execute({
      query,
      variables: { ...variables, viewers },
      identity: { viewer: null, isService: true, requestId: newUuid() },
      deadlineAtMs: performance.now() + withinMs,
      signal: AbortSignal.timeout(withinMs),
    });
    return idsIn(result);
  };
}

function idsIn({ data, errors }: ExecutionResult): ReadonlySet<string> {
  const [ids]: unknown[] = Object.values(data ?? {});
  if (errors || !Array.isArray(ids)) throw new TypeError('the subgraph does not say who may listen');
  return new Set(ids.filter((id) => typeof id === 'string'));
}

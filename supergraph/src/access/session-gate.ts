import { z } from 'zod';
import { roles, type Viewer } from '@moim/kit/auth/viewer.ts';
import { gathered } from '@moim/kit/batch/gathered.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import type { HttpCaller, SubgraphConnection } from '../execution/subgraph-connection.ts';

/** What identity says of a session; null when it has ended. */
export type SessionAnswer = Omit<Viewer, 'sessionId'> | null;
export type AskForSessions = (ids: readonly string[]) => Promise<ReadonlyMap<string, SessionAnswer>>;

export interface SessionGate {
  /** The viewer with current roles; null when the session has ended. */
  check(viewer: Viewer): Promise<Viewer | null>;
}

/** Longest wait for identity before the last known answer counts. */
const patienceMs = 300;
const maxRemembered = 20_000;
const maxIdsPerQuestion = 500;
/** A question that takes longer holds up no other, in milliseconds. */
const questionMs = 20;

/**
 * Asks identity for every operation whether its session lives, once for all operations of a tick and of the time in
 * which an earlier question is under way.
 * When identity does not answer in time its last answer counts, and without one the token's own
 * word, which is at most 10 minutes old.
 */
export function createSessionGate(ask: AskForSessions, waitMs: number = patienceMs): SessionGate {
  const remembered = new Map<string, SessionAnswer>();

  function remember(answers: ReadonlyMap<string, SessionAnswer>): void {
    for (const [id, answer] of answers) {
      remembered.delete(id);
      remembered.set(id, answer);
    }
    for (const oldest of remembered.keys()) {
      if (remembered.size <= maxRemembered) break;
      remembered.delete(oldest);
    }
  }

  const answerFor = gathered<string, SessionAnswer>({
    ...{ maxItems: maxIdsPerQuestion, patienceMs: questionMs, lingerMs: 0 },
    run: async (ids) => {
      const answers = await ask([...new Set(ids)]);
      remember(answers);
      return ids.map((id) => answers.get(id) ?? null);
    },
  });

  return {
    async check(viewer) {
      const { sessionId } = viewer;
      const answered = await within(waitMs, answerFor(sessionId));
      const answer = answered ? answered.value : remembered.get(sessionId);
      if (answer === undefined) return viewer;
      return answer === null || answer.memberId !== viewer.memberId ? null : { ...answer, sessionId };
    },
  };
}

/** Null when there is no answer in time, or a failure instead of one. */
async function within<Value>(ms: number, answer: Promise<Value>): Promise<{ readonly value: Value } | null> {
  const { promise, resolve } = Promise.withResolvers<{ readonly value: Value } | null>();
  const timer = setTimeout(() => resolve(null), ms);
  answer.then(
    (value) => resolve({ value }),
    () => resolve(null),
  );
  const value = await promise;
  clearTimeout(timer);
  return value;
}

const sessionsAnswer = z.object({
  sessions: z.record(
    z.string(),
    z
      .object({
        memberId: z.string(),
        roles: z.array(z.enum(roles)),
        membershipVersion: z.int().nonnegative(),
      })
      .nullable(),
  ),
});

const path = '/internal/sessions';

/** The question over identity's service route. */
export function askIdentity(identity: SubgraphConnection): AskForSessions {
  return async (ids) => {
    const caller = { identity: { viewer: null, isService: true, requestId: newUuid() }, clientAddress: '' };
    const answer = await (identity.askJson?.(path, { ids }, caller) ?? fetchAnswer(identity, ids, caller));
    return new Map(Object.entries(sessionsAnswer.parse(answer).sessions));
  };
}

async function fetchAnswer(
  identity: SubgraphConnection,
  ids: readonly string[],
  caller: HttpCaller,
): Promise<unknown> {
  const request = new Request(new URL(path, 'http://identity.internal'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ids }),
  });
  const response = await identity.fetch(request, caller);
  if (!response.ok) throw new Error(`identity answered ${response.status} about sessions`);
  return response.json();
}

import { z } from 'zod';
import { roles, type Viewer } from '@moim/kit/auth/viewer.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { readJson } from '../execution/read-json.ts';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';

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

/**
 * Asks identity for every operation whether its session lives, once for all operations of a tick.
 * When identity does not answer in time its last answer counts, and without one the token's own
 * word, which is at most 10 minutes old.
 */
export function createSessionGate(ask: AskForSessions, waitMs: number = patienceMs): SessionGate {
  const remembered = new Map<string, SessionAnswer>();
  let batch:
    { readonly ids: Set<string>; readonly answers: Promise<ReadonlyMap<string, SessionAnswer>> } | undefined;

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

  function answersFor(id: string): Promise<ReadonlyMap<string, SessionAnswer>> {
    if (!batch || batch.ids.size >= maxIdsPerQuestion) {
      const ids = new Set<string>();
      const answers = nextTick()
        .then(() => {
          if (batch?.ids === ids) batch = undefined;
          return ask([...ids]);
        })
        .then((found) => {
          remember(found);
          return found;
        });
      batch = { ids, answers };
    }
    batch.ids.add(id);
    return batch.answers;
  }

  return {
    async check(viewer) {
      const { sessionId } = viewer;
      const answers = await within(waitMs, answersFor(sessionId));
      const answer = answers?.get(sessionId) ?? (answers ? null : remembered.get(sessionId));
      if (answer === undefined) return viewer;
      return answer === null || answer.memberId !== viewer.memberId ? null : { ...answer, sessionId };
    },
  };
}

const nextTick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Null when there is no answer in time, or a failure instead of one. */
async function within<Value>(ms: number, answer: Promise<Value>): Promise<Value | null> {
  const { promise, resolve } = Promise.withResolvers<Value | null>();
  const timer = setTimeout(() => resolve(null), ms);
  answer.then(resolve, () => resolve(null));
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

/** The question over identity's service route. */
export function askIdentity(identity: SubgraphConnection): AskForSessions {
  return async (ids) => {
    const itself = { viewer: null, isService: true, requestId: newUuid() };
    const { sessions } = sessionsAnswer.parse(
      await readJson(identity, '/internal/sessions', { ids }, itself),
    );
    return new Map(Object.entries(sessions));
  };
}

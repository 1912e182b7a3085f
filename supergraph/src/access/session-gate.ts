import { z } from 'zod';
import { roles, type Viewer } from '@moim/kit/auth/viewer.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { readJson } from '../execution/read-json.ts';
import { type Ask, BatchedQuestion } from './batched-question.ts';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';

/** What identity says of a session; null when it has ended. */
type LiveSession = Omit<Viewer, 'sessionId'>;
export type SessionAnswer = LiveSession | null;
export type AskForSessions = Ask<LiveSession>;

export interface SessionGate {
  /** The viewer with current roles; null when the session has ended. */
  check(viewer: Viewer): Promise<Viewer | null>;
}

/**
 * Asks identity for every operation whether its session lives, once for all operations of a tick and of the time in
 * which an earlier question is under way.
 * When identity does not answer in time its last answer counts, and without one the token's own
 * word, which is at most 10 minutes old.
 */
export function createSessionGate(ask: AskForSessions, waitMs?: number): SessionGate {
  const question = new BatchedQuestion({ ask, waitMs, isSame });
  return {
    async check(viewer) {
      const { sessionId } = viewer;
      const answer = await question.about(sessionId);
      if (answer === undefined) return viewer;
      return answer === null || answer.memberId !== viewer.memberId ? null : { ...answer, sessionId };
    },
  };
}

const isSame = (one: LiveSession, other: LiveSession): boolean =>
  one.memberId === other.memberId &&
  one.membershipVersion === other.membershipVersion &&
  one.roles.join() === other.roles.join();

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

import type { Viewer } from '../auth/viewer.ts';
import { ForbiddenError } from '../errors/domain-error.ts';
import type { Services } from '../server/services.ts';
import { lookSoon } from './alert-jobs.ts';
import { discardJob, reprocessJobs } from './decide-jobs.ts';
import { discardLetter, reprocessLetters } from './decide-letters.ts';
import type { DeadLetterDesk } from './desk.ts';
import { EqualJobError } from './equal-job-error.ts';
import { countLetters, findLetters } from './find-letters.ts';

type DeskServices = Pick<Services, 'db' | 'now' | 'jobs' | 'log'>;

/** The desk of a subgraph whose database this process can reach. What it decides it notes with it. */
export function localDesk(subgraph: string, services: DeskServices): DeadLetterDesk {
  const { db, now } = services;
  return {
    // Operators look at what they have just decided: the primary.
    async list(operator, query) {
      assertOperator(operator);
      return findLetters(db.write, subgraph, query);
    },
    async count(operator) {
      assertOperator(operator);
      return countLetters(db.write, subgraph);
    },
    async reprocess(operator, keys) {
      assertOperator(operator);
      const decision = { actorId: operator.memberId, at: now() };
      return db.write.transaction(async (tx) => {
        const events = await reprocessLetters(tx, subgraph, keys, decision);
        const { revived, hasEqual } = await reprocessJobs(tx, subgraph, {
          ...decision,
          ...{ jobs: services.jobs, keys },
        });
        if (hasEqual && events.length + revived.length === 0) throw new EqualJobError();
        return [...events, ...revived];
      });
    },
    async discard(operator, key, reason) {
      assertOperator(operator);
      const decision = { actorId: operator.memberId, at: now(), reason };
      const isDone = await db.write.transaction(
        async (tx) =>
          (await discardLetter(tx, subgraph, key, decision)) ||
          (await discardJob(tx, subgraph, key, decision)),
      );
      if (isDone) lookSoon(subgraph, services);
      return isDone;
    },
  };
}

/** @throws {ForbiddenError} for everybody but an OPERATOR */
export function assertOperator({ roles }: Viewer): void {
  if (!roles.includes('OPERATOR')) throw new ForbiddenError('Only an operator may do this.');
}

import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { DeadLetterDesk } from '@moim/kit/dead-letters/desk.ts';
import { EqualJobError } from '@moim/kit/dead-letters/equal-job-error.ts';
import { assertOperator } from '@moim/kit/dead-letters/local-desk.ts';
import { DomainError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import type { Services } from '@moim/kit/server/services.ts';
import {
  assertCount,
  type DeadLetterId,
  normalizeReason,
  parseDeadLetterId,
  toDeadLetterId,
} from '../domain/dead-letter.ts';

/**
 * Gives dead letters another round of attempts. Each subgraph decides and notes by itself: those that
 * are not answered among the result are not there, no longer dead, wait for an equal job, or their subgraph is away.
 *
 * @returns the ids of those for which it did
 * @throws {ForbiddenError} for everybody but an OPERATOR
 * @throws {InvalidInputError} for none, and for too many
 * @throws {EqualJobError} when nothing is tried again, because equal jobs wait
 */
export async function reprocessDeadLetters(
  services: Services,
  operator: Viewer,
  ids: readonly string[],
): Promise<string[]> {
  assertOperator(operator);
  assertCount(ids);
  const wanted = Map.groupBy(ids.map(parseDeadLetterId).filter(isKnown), ({ subgraph }) => subgraph);
  const answers = await Promise.all(
    [...wanted].map(([subgraph, keys]) => reprocessIn(services, operator, subgraph, keys)),
  );
  const revived = answers.flatMap((answer) => (answer instanceof EqualJobError ? [] : answer));
  const refusal = answers.find((answer) => answer instanceof EqualJobError);
  if (refusal && revived.length === 0) throw refusal;
  return revived;
}

const isKnown = (id: DeadLetterId | null): id is DeadLetterId => id !== null;

async function reprocessIn(
  { desks, log }: Services,
  operator: Viewer,
  subgraph: string,
  keys: readonly DeadLetterId[],
): Promise<string[] | EqualJobError> {
  const wanted = keys.map(({ group, eventId }) => ({ group, eventId }));
  try {
    const revived = await desks?.get(subgraph)?.reprocess(operator, wanted);
    return (revived ?? []).map((key) => toDeadLetterId({ subgraph, ...key }));
  } catch (error) {
    if (error instanceof EqualJobError) return error;
    log.warn({ err: error, desk: subgraph }, 'dead letters were not reprocessed');
    return [];
  }
}

/**
 * Gives a dead letter up for good, for a reason that stays on record.
 *
 * @throws {ForbiddenError} for everybody but an OPERATOR
 * @throws {InvalidInputError} for a reason that does not say why
 * @throws {NotFoundError} for what is no dead letter, or no longer one
 * @throws {DomainError} SUBGRAPH_UNAVAILABLE while its subgraph is away
 */
export async function discardDeadLetter(
  services: Services,
  operator: Viewer,
  input: { readonly id: string; readonly reason: string },
): Promise<string> {
  assertOperator(operator);
  const reason = normalizeReason(input.reason);
  const id = parseDeadLetterId(input.id);
  const desk = id && services.desks?.get(id.subgraph);
  if (!id || !desk) throw new NotFoundError();
  const { group, eventId } = id;
  const isDone = await asked(desk.discard.bind(desk), operator, { group, eventId }, reason);
  if (!isDone) throw new NotFoundError();
  return toDeadLetterId(id);
}

async function asked(discard: DeadLetterDesk['discard'], ...by: Parameters<DeadLetterDesk['discard']>) {
  try {
    return await discard(...by);
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw new DomainError('SUBGRAPH_UNAVAILABLE', 'The subgraph of this dead letter is away.');
  }
}

import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type {
  DeadLetterDesk,
  Letter,
  LetterCounts,
  LetterCursor,
  LetterState,
} from '@moim/kit/dead-letters/desk.ts';
import { assertOperator } from '@moim/kit/dead-letters/local-desk.ts';
import type { Services } from '@moim/kit/server/services.ts';
import type { DeadLetterId } from '../domain/dead-letter.ts';

export interface DeadLetter extends Letter, DeadLetterId {}

/** The place in the list: newest first, over all subgraphs. */
export interface DeadLetterCursor extends LetterCursor, DeadLetterId {}

export interface ShowDeadLetters {
  readonly state: LetterState;
  /** Null: of all. */
  readonly subgraph: string | null;
  readonly limit: number;
  readonly after: DeadLetterCursor | null;
}

/** What one subgraph says of its dead letters; null counts while it is away. */
export interface DeadLetterQueue {
  readonly subgraph: string;
  readonly counts: LetterCounts | null;
}

/**
 * One list over the desks of all subgraphs. Those that are away are left out: `deadLetterQueues` says
 * which.
 *
 * @throws {ForbiddenError} for everybody but an OPERATOR
 */
export async function showDeadLetters(
  services: Services,
  operator: Viewer,
  { state, subgraph, limit, after }: ShowDeadLetters,
): Promise<DeadLetter[]> {
  assertOperator(operator);
  const desks = [...(services.desks ?? [])].filter(([name]) => subgraph === null || name === subgraph);
  const lists = await Promise.all(
    desks.map(async ([name, desk]) => {
      const query = { state, limit, after: after && placeIn(name, after) };
      const letters = await desk.list(operator, query).catch(away(services, name));
      return (letters ?? []).map((letter): DeadLetter => ({ ...letter, subgraph: name }));
    }),
  );
  return lists.flat().sort(newestFirst).slice(0, limit);
}

/** @throws {ForbiddenError} for everybody but an OPERATOR */
export async function showDeadLetterQueues(services: Services, operator: Viewer): Promise<DeadLetterQueue[]> {
  assertOperator(operator);
  const ask = async ([subgraph, desk]: [string, DeadLetterDesk]) => ({
    subgraph,
    counts: await desk.count(operator).catch(away(services, subgraph)),
  });
  const queues = await Promise.all([...(services.desks ?? [])].map(ask));
  return queues.sort((one, other) => (one.subgraph < other.subgraph ? -1 : 1));
}

const away =
  ({ log }: Services, subgraph: string) =>
  (error: unknown): null => {
    log.warn({ err: error, desk: subgraph }, 'a desk of dead letters did not answer');
    return null;
  };

/** Letters of one instant are in the order of their subgraphs, so each desk knows where to go on. */
function placeIn(subgraph: string, after: DeadLetterCursor): LetterCursor {
  const { firstSeenAt, group, eventId } = after;
  if (subgraph === after.subgraph) return { firstSeenAt, group, eventId };
  return subgraph < after.subgraph
    ? { firstSeenAt, group: lastGroup, eventId: lastId }
    : { firstSeenAt, group: '!', eventId: firstId };
}

const lastGroup = '~';
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const firstId = '00000000-0000-0000-0000-000000000000';

function newestFirst(one: DeadLetter, other: DeadLetter): number {
  const ms = other.firstSeenAt.getTime() - one.firstSeenAt.getTime();
  return ms || (placeOf(one) < placeOf(other) ? 1 : -1);
}

const placeOf = ({ subgraph, group, eventId }: DeadLetterId): string => `${subgraph} ${group} ${eventId}`;

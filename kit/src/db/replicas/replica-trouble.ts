import { poolTimeouts } from '../pools.ts';
import { codeOf, isServerLost } from '../server-lost.ts';

/**
 * Codes of a replica that is there and cannot answer this: cancelled in favour of replay (40001, 40P01),
 * kept waiting by a lock that replay holds (55P03), a statement that writes (25006), and what a migration
 * made or granted that has not arrived yet (42).
 */
const unfitStates = /^(?:40001|40P01|55P03|25006|42P01|42703|42883|42501)$/;
const queryCancelled = '57014';

/**
 * Whether the same statement may well succeed on the primary. One that ran into its own time limit is not
 * sent there to run away again; one that was cancelled before is.
 */
export function isReplicaTrouble(error: unknown, ranMs: number): boolean {
  const code = codeOf(error);
  if (code === queryCancelled) return ranMs < poolTimeouts.statement_timeout;
  return isServerLost(error) || unfitStates.test(code);
}

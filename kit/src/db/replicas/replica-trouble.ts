import { isServerLost } from '../server-lost.ts';

/**
 * Codes of a server that is there and cannot answer this: cancelled in favour of replay (40001), a
 * statement that writes (25006), and what a migration made or granted that has not arrived yet (42).
 */
const unfitStates = /^(?:40001|25006|42P01|42703|42883|42501)$/;

/** Whether the same statement may well succeed on the primary. */
export function isReplicaTrouble(error: unknown): boolean {
  return isServerLost(error) || (error instanceof Error && unfitStates.test(codeOf(error)));
}

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : '');

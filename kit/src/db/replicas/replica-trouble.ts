/**
 * Codes of a server that is away: connection lost (08), out of connections (53300), shutting down or
 * starting (57P01 to 57P03). Source: PostgreSQL manual, appendix A.
 */
const lostStates = /^(?:08...|53300|57P0[1-3])$/;
/**
 * Codes of one that is there and cannot answer this: cancelled in favour of replay (40001), a
 * statement that writes (25006), and what a migration made or granted that has not arrived yet (42).
 */
const unfitStates = /^(?:40001|25006|42P01|42703|42883|42501)$/;
const systemCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
]);
/** What pg itself says without a code, of a socket that ended and of a pool whose server is away or frozen. */
const messages =
  /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|query read timeout|no longer answers/i;

/** Whether the same statement may well succeed on the primary. */
export function isReplicaTrouble(error: unknown): boolean {
  return isReplicaLost(error) || (error instanceof Error && unfitStates.test(codeOf(error)));
}

/** Whether the server itself seems to be away. */
export function isReplicaLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  return lostStates.test(code) || systemCodes.has(code) || messages.test(error.message);
}

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : '');

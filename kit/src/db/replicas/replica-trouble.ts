/**
 * Codes that say something of the replica and nothing of the statement: connection lost (08), out of
 * connections (53300), shutting down or starting (57P01 to 57P03), cancelled in favour of replay
 * (40001), and a statement that writes (25006). Source: PostgreSQL manual, appendix A.
 */
const sqlStates = /^(?:08...|53300|57P0[1-3]|40001|25006)$/;
const systemCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
]);
/** What pg itself says without a code, of a socket that ended and of a pool whose server is away. */
const messages =
  /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error/i;

/** Whether the same statement may well succeed on the primary. */
export function isReplicaTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return sqlStates.test(code) || systemCodes.has(code) || messages.test(error.message);
}

/**
 * Codes of a server that is away: connection lost (08), out of connections (53300), shutting down or
 * starting (57P01 to 57P03). Source: PostgreSQL manual, appendix A.
 */
const lostStates = /^(?:08...|53300|57P0[1-3])$/;
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

/** Whether the server itself seems to be away, or has no connection to spare. */
export function isServerLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return lostStates.test(code) || systemCodes.has(code) || messages.test(error.message);
}

import { StartupError } from '../config/startup-error.ts';

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its host name cannot be looked up now',
  EHOSTUNREACH: 'its host cannot be reached',
  ETIMEDOUT: 'it does not answer',
  '28P01': 'it refuses user or password',
  '28000': 'it refuses this user',
  '3D000': 'it has no such database',
  '53300': 'it has no connection to spare',
  '57P03': 'it is starting or stopping',
};

/**
 * One sentence for a server that cannot be used; null for any other error.
 *
 * @param url - only host, port and database of it are shown
 */
export function explainConnection(error: unknown, url: string): StartupError | null {
  const code = codeOf(error);
  const reason = reasons[code ?? ''] ?? (isTimeout(error) ? 'it does not answer' : null);
  if (reason === null) return null;
  const { host, pathname } = new URL(url);
  return new StartupError(`The database at ${host}${pathname} is not available: ${reason}.`, {
    cause: error,
  });
}

/** A host with several addresses fails with one error for each. */
function codeOf(error: unknown): string | null {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

const isTimeout = (error: unknown): boolean => error instanceof Error && /timeout/i.test(error.message);

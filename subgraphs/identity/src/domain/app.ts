import { ConflictError, InvalidInputError } from '@moim/kit/errors/domain-error.ts';

export const maxAppNameLength = 80;
const maxScopes = 20;
/** Of those that are neither revoked nor expired. */
const maxLiveApps = 100;
/** Two years: a secret that nobody ever replaces is one that somebody has. */
const maxLifetimeMs = 2 * 365 * 86_400_000;

/** Lower case, so that no scope is a role. RFC 6749 §3.3 would allow more. */
const scope = /^[a-z][a-z0-9._:-]{0,63}$/;

export type AppState = 'ACTIVE' | 'EXPIRED' | 'REVOKED';

interface Term {
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

/** At the instant `now`; at its very end it has expired. */
export function appStateOf({ expiresAt, revokedAt }: Term, now: Date): AppState {
  if (revokedAt) return 'REVOKED';
  return expiresAt > now ? 'ACTIVE' : 'EXPIRED';
}

/**
 * Each scope once, in the order of the alphabet.
 *
 * @throws {InvalidInputError} for one that is none, and for more than 20
 */
export function normalizeScopes(scopes: readonly string[]): string[] {
  const wrong = scopes.find((one) => !scope.test(one));
  if (wrong !== undefined)
    throw new InvalidInputError(
      'input.scopes',
      'A scope has 1 to 64 characters: a lower-case letter, then a-z, 0-9, ".", "_", ":" and "-".',
    );
  const normalized = [...new Set(scopes)].sort();
  if (normalized.length > maxScopes)
    throw new InvalidInputError('input.scopes', `An app has at most ${maxScopes} scopes.`);
  return normalized;
}

/** @throws {InvalidInputError} when it is not in the future, or more than two years away */
export function assertExpiry(expiresAt: Date, now: Date): void {
  const leftMs = expiresAt.getTime() - now.getTime();
  if (!(leftMs > 0 && leftMs <= maxLifetimeMs))
    throw new InvalidInputError('input.expiresAt', 'An app ends within the next two years.');
}

/** @throws {ConflictError} when there would be too many */
export function assertRoomForApp(liveCount: number): void {
  if (liveCount >= maxLiveApps)
    throw new ConflictError(`There are ${maxLiveApps} apps; revoke one that nobody uses.`);
}

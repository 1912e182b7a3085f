import type { AccessTokenVerifier, VerifiedAccessToken } from './access-token-verifier.ts';

/** A key that identity took back counts no longer than this. */
const rememberMs = 60_000;
/** Of about a kilobyte each. */
const maxRemembered = 10_000;

interface Remembered {
  readonly verified: VerifiedAccessToken;
  readonly untilMs: number;
}

/**
 * Checks a token's signature once a minute instead of at every operation: a member's requests carry the
 * same token for minutes. What is refused is not remembered, and no token outlives its own end.
 */
export function rememberVerified(
  verifier: AccessTokenVerifier,
  now: () => Date = () => new Date(),
): AccessTokenVerifier {
  const remembered = new Map<string, Remembered>();
  const verify = async (token: string): Promise<VerifiedAccessToken> => {
    const nowMs = now().getTime();
    const known = remembered.get(token);
    if (known && known.untilMs > nowMs) return known.verified;
    remembered.delete(token);
    const verified = await verifier.verify(token);
    const untilMs = Math.min(nowMs + rememberMs, verified.expiresAt.getTime());
    remembered.set(token, { verified, untilMs });
    forgetOldest(remembered);
    return verified;
  };
  return { verify };
}

function forgetOldest(remembered: Map<string, Remembered>): void {
  for (const oldest of remembered.keys()) {
    if (remembered.size <= maxRemembered) return;
    remembered.delete(oldest);
  }
}

import { UnauthenticatedError } from '@moim/kit/errors/domain-error.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { signatureLifetimeMs } from '../domain/callback.ts';
import { isSignedBy } from '../ports/callback-signature.ts';
import { callbackSecret } from '../settings.ts';

/** The headers of a callback: when it was signed, and how. */
export const timestampHeader = 'x-insurer-timestamp';
export const signatureHeader = 'x-insurer-signature';

export interface SignedBody {
  readonly body: string;
  /** Seconds since 1970, when the request was signed. */
  readonly timestamp: string | null;
  /** `v1=` and HMAC-SHA256 in hex. */
  readonly signature: string | null;
}

/** @throws {UnauthenticatedError} naming the header that is missing, wrong or too old */
export function checkCallbackSignature(
  { secretOf, now }: Pick<Services, 'secretOf' | 'now'>,
  { body, timestamp, signature }: SignedBody,
): void {
  if (timestamp === null || !/^\d{1,12}$/.test(timestamp)) throw refusal(timestampHeader);
  const ageMs = now().getTime() - Number(timestamp) * 1_000;
  if (Math.abs(ageMs) > signatureLifetimeMs) throw refusal(timestampHeader);
  const value = signature?.replace(/^v1=/, '') ?? '';
  if (!isSignedBy(callbackSecret(secretOf), timestamp, body, value)) throw refusal(signatureHeader);
}

const refusal = (header: string) => new UnauthenticatedError('This needs a valid signature.', header);

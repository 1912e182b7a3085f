import type { Viewer } from '@moim/kit/auth/viewer.ts';

/** What a client gets for a log-in, a sign-up or a refresh. */
export interface SessionTokens {
  readonly viewer: Viewer;
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: Date;
}

import { requestRefresh } from './auth-api.ts';
import { onOtherTab, tellOtherTabs } from './tabs.ts';

/** Refreshed this long before it ends, so that no request leaves with a dying token. */
const refreshAheadMs = 60_000;
/** Left over for a request to arrive before the token ends. */
const marginMs = 10_000;

/** In memory only: a script that steals storage finds no token there. */
let current: { readonly token: string; readonly expiresAtMs: number } | null = null;
let refreshTimer: ReturnType<typeof setTimeout> | undefined;
let refreshing: Promise<RefreshOutcome> | null = null;
const listeners = new Set<(token: string) => void>();

/** `unreachable` keeps the session: only the server can end it. */
export type RefreshOutcome = 'refreshed' | 'ended' | 'unreachable';

export function accessToken(): string | null {
  return current?.token ?? null;
}

export function isAccessTokenFresh(nowMs: number = Date.now()): boolean {
  return current !== null && current.expiresAtMs - marginMs > nowMs;
}

/** Called with every new token of this session. */
export function onAccessToken(listener: (token: string) => void): void {
  listeners.add(listener);
}

export function keepAccessToken(token: string): void {
  adopt(token);
  tellOtherTabs({ type: 'token', token });
}

export function forgetAccessToken(): void {
  current = null;
  clearTimeout(refreshTimer);
}

/** One refresh at a time in this tab, and one across tabs: a refresh token works only once. */
export function refreshAccessToken(): Promise<RefreshOutcome> {
  refreshing ??= acrossTabs(refreshUnlessDone).finally(() => (refreshing = null));
  return refreshing;
}

async function refreshUnlessDone(before: string | null): Promise<RefreshOutcome> {
  // Another tab refreshed while this one waited for its turn.
  if (accessToken() !== before && isAccessTokenFresh()) return 'refreshed';
  const answer = await requestRefresh();
  if (answer.ok) {
    keepAccessToken(answer.accessToken);
    return 'refreshed';
  }
  return answer.code === 'UNAUTHENTICATED' ? 'ended' : 'unreachable';
}

function acrossTabs(refresh: (before: string | null) => Promise<RefreshOutcome>): Promise<RefreshOutcome> {
  const before = accessToken();
  // Without a secure context there are no locks; the server forgives a race of a few seconds.
  if (!('locks' in navigator)) return refresh(before);
  return navigator.locks.request('moim.refresh', () => refresh(before));
}

function adopt(token: string): void {
  current = { token, expiresAtMs: expiryOf(token) };
  clearTimeout(refreshTimer);
  const waitMs = Math.max(current.expiresAtMs - Date.now() - refreshAheadMs, 5_000);
  refreshTimer = setTimeout(() => void refreshAccessToken(), waitMs);
  for (const listener of listeners) listener(token);
}

/** The `exp` claim in milliseconds; the signature is the server's business. */
function expiryOf(token: string): number {
  const payload = token.split('.')[1] ?? '';
  const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
  const isDated = typeof claims === 'object' && claims !== null && 'exp' in claims;
  return isDated && typeof claims.exp === 'number' ? claims.exp * 1_000 : Date.now() + 60_000;
}

onOtherTab((message) => {
  if (message.type === 'token' && current) adopt(message.token);
});

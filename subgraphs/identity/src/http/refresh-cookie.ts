const name = 'moim_refresh';
const attributes = 'HttpOnly; Secure; SameSite=Strict; Path=/auth';

/** Sent only to `/auth/…`, never across sites, unreadable to scripts. `localhost` counts as secure. */
export const refreshCookie = (token: string, expiresAt: Date): string =>
  `${name}=${token}; Expires=${expiresAt.toUTCString()}; ${attributes}`;

export const noRefreshCookie = `${name}=; Max-Age=0; ${attributes}`;

export function readRefreshCookie(headers: Headers): string | null {
  const pairs = headers.get('cookie')?.split(';') ?? [];
  const pair = pairs.map((text) => text.trim()).find((text) => text.startsWith(`${name}=`));
  return pair?.slice(name.length + 1) || null;
}

/**
 * Where the graph is: by default where this page came from. A build that is served from elsewhere
 * names it in `<meta name="moim-api" content="https://api.example.com">` of its pages; the two must
 * be one site, since the refresh cookie crosses none.
 */
const named = document.querySelector<HTMLMetaElement>('meta[name="moim-api"]')?.content.trim() ?? '';
const base = named === '' ? location.origin : named;

export const apiUrl = (path: string): string => new URL(path, base).href;

/** The same place over WebSocket. */
export const socketUrl = (path: string): string => apiUrl(path).replace(/^http/, 'ws');

/** For the refresh cookie: also where the page came from another origin. */
export const apiCredentials: RequestCredentials = named === '' ? 'same-origin' : 'include';

// A single page app: everything is behind a log-in, so there is nothing to render on a server.
export const ssr = false;
export const prerender = false;

/** Where the pages are served a second time, from an origin that the stack on `port` was told of. */
export const otherOriginPort = (port: number): number => port + 7;

export const otherOrigin = (port: number): string => `http://localhost:${otherOriginPort(port)}`;

/**
 * What a client calls a field may be the name of another field that the plan needs beside it: a key, or an
 * input of `@requires`. Inside the supergraph such a field has this before its name.
 */
const prefix = 'as__';

export const innerNameOf = (responseName: string): string => `${prefix}${responseName}`;

export const hasInnerName = (name: string): boolean => name.startsWith(prefix);

/** What the client called it. */
export const responseNameOf = (name: string): string =>
  hasInnerName(name) ? name.slice(prefix.length) : name;

import { mediaTypeFor } from './media-type.ts';

const parts = 'multipart/mixed';
/** What we write; Apollo Client names it, others name nothing. */
const deferSpec = 'deferspec=20220824';

/**
 * Whether a client takes an answer in parts: it names `multipart/mixed`, and no other way of writing them than
 * ours. A wildcard is no wish for parts.
 */
export function acceptsParts(accept: string | undefined): boolean {
  if (!accept?.includes(parts)) return false; // most requests end here
  return accept.split(',').map(readRange).some(isOurs);
}

/** How such a client is answered when nothing is deferred. */
export const mediaTypeBesideParts = (accept: string = ''): string => {
  const others = accept.split(',').filter((range) => readRange(range)[0] !== parts);
  return mediaTypeFor(others.map((range) => range.split(';')[0]).join(',')) ?? 'application/json';
};

const readRange = (range: string): string[] =>
  range.split(';').map((part) => part.trim().toLowerCase().replaceAll('"', ''));

function isOurs([type, ...parameters]: readonly string[]): boolean {
  if (type !== parts || parameters.some((one) => /^q=0(\.0*)?$/.test(one))) return false;
  const specifications = parameters.filter((one) => one.includes('spec='));
  return specifications.length === 0 || specifications.includes(deferSpec);
}

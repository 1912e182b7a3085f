import type { Position } from '@moim/kit/db/replicas/read-demand.ts';
import { z } from 'zod';
import { latest, type Positions } from './freshness.ts';

/**
 * Sent with the answer to a change, and sent back by an API client whose next question must have
 * seen it, or by somebody it was handed to: text without meaning to them. Nothing depends on it
 * being true: who makes one up at most reads from the primary.
 */
export const seenHeader = 'x-moim-seen';

/** What carries a token where there are no headers: a member of `extensions` and of the payload of `connection_init`. */
interface Carrying {
  readonly seen?: unknown;
}

/** The token in what a client sent beside its operation; null where there is none. */
export const seenIn = (sent: unknown): string | null =>
  isCarrying(sent) && typeof sent.seen === 'string' ? sent.seen : null;

const isCarrying = (sent: unknown): sent is Carrying => typeof sent === 'object' && sent !== null;

/** The same as `extensions` of a result; nothing where nothing was written. */
export const seenExtension = (written: Positions | null): { readonly seen?: string } =>
  written ? { seen: formatSeen(written) } : {};

const maxCharacters = 1_000;
const positions = z.record(
  z.string().regex(/^\d{1,20}$/),
  z.string().regex(/^[0-9A-F]{1,8}\/[0-9A-F]{1,8}$/),
);
/** Of a change of which nobody says where it is written down: there are no replicas, or it is not our subgraph. */
export const unplaced: Position = { cluster: '0', lsn: '0/0' };
/** Of a cluster that does not exist: only the primary is sure to have it. */
const unreadable: Positions = { none: '0/0' };

export const formatSeen = (seen: Positions): string =>
  Buffer.from(JSON.stringify(seen)).toString('base64url');

/** Everything that any of some tokens stands for; null where none is one. */
export const readAllSeen = (texts: readonly (string | null)[]): Positions | null =>
  texts
    .map(readSeen)
    .filter((seen) => seen !== null)
    .reduce<Positions | null>((all, seen) => latest(all ?? {}, seen), null);

/** Null without a token; one that cannot be read stands for what nobody has seen. */
export function readSeen(text: string | null): Positions | null {
  if (text === null) return null;
  try {
    const json: unknown = JSON.parse(Buffer.from(text.slice(0, maxCharacters), 'base64url').toString('utf8'));
    return positions.parse(json);
  } catch {
    return unreadable;
  }
}

/** How much of a process's time somebody may take with documents that are new to it, or refused. */
export interface EffortLimits {
  /** Units of `effortOf`; Infinity: nothing is counted. */
  readonly atOnce: number;
  /** What comes back in a second. */
  readonly perSecond: number;
}

/** A twentieth of the process. Of an ordinary size, twenty new documents at once and more than three a second. */
export const defaultEffort: EffortLimits = { atOnce: 600, perSecond: 100 };

/** An office stands behind one address, and each page there has a socket and a few connections more. */
export const defaultConnectionsPerAddress = 4_096;

/** Counts nothing. */
export const noEffortLimits: EffortLimits = { atOnce: Infinity, perSecond: 1 };

const planning = 8;
const tokensAUnit = 10;
const charactersAUnit = 2_048;

/**
 * Of reading a document that is new, in about half a millisecond each: the least is that it is planned; parsing,
 * validating and planning grow with its tokens, hashing with its text.
 */
export function effortOf(text: string, tokens: number): number {
  return planning + Math.floor(tokens / tokensAUnit) + Math.floor(text.length / charactersAUnit);
}

/** Of a refusal for which nothing had to be read. */
const refusalEffort = 1;
/** Of a body that is too large, or its document: what comes of it is taken from the network, all the same. */
const largeEffort = 16;

/** What of a refusal says how much came with it. */
export interface RefusedFor {
  readonly httpStatus: number;
  readonly rule: string | null;
}

export const effortOfRefusal = ({ httpStatus, rule }: RefusedFor): number =>
  httpStatus === 413 || rule === 'characters' ? largeEffort : refusalEffort;

/** An ordinary operation has less. */
export const freeBodyBytes = 16_384;
const bytesAUnit = 8_192;

/** Of reading a body, whatever is in it. */
export const effortOfBody = (bytes: number): number =>
  bytes <= freeBodyBytes ? 0 : Math.floor(bytes / bytesAUnit);

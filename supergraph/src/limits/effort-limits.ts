/** How much of a process's time somebody may take with documents that are new to it, or refused. */
export interface EffortLimits {
  /** Units of `effortOf`; Infinity: nothing is counted. */
  readonly atOnce: number;
  /** What comes back in a second. */
  readonly perSecond: number;
}

/** A hundred new documents of an ordinary size at once and ten a second; of the largest nine, and one a second. */
export const defaultEffort: EffortLimits = { atOnce: 400, perSecond: 40 };

/** Counts nothing. */
export const noEffortLimits: EffortLimits = { atOnce: Infinity, perSecond: 1 };

const tokensAUnit = 50;
const charactersAUnit = 2_048;

/** Of reading a document that is new: parsing, validating and planning grow with its tokens, hashing with its text. */
export function effortOf(text: string, tokens: number): number {
  return 1 + Math.floor(tokens / tokensAUnit) + Math.floor(text.length / charactersAUnit);
}

/** Of a refusal for which nothing had to be read. */
export const refusalEffort = 1;

/** What operations may cost, in points of `estimate-cost.ts`. */
export interface PointLimits {
  /** Of one operation; one event of a subscription is one. */
  readonly perOperation: number;
  /** What a viewer may spend at once; 0: nobody is charged. */
  readonly bucket: number;
  /** What comes back to a viewer in a second. */
  readonly perSecond: number;
}

/**
 * The web's costliest operation has 3,504 points with a page of a hundred, the largest there is; a person with
 * several live pages spends about a hundred a second.
 */
export const defaultPoints: PointLimits = { perOperation: 5_000, bucket: 20_000, perSecond: 2_000 };

/** Measures nothing and charges nobody. */
export const noPointLimits: PointLimits = { perOperation: Infinity, bucket: 0, perSecond: 1 };

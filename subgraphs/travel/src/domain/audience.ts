/** Who may see a plan, beside its author and companions. */
export type PlanAudience = 'PRIVATE' | 'FOLLOWERS' | 'LINK' | 'PUBLIC';

/** Whether followers find plans of this audience in their feed. */
export const isShownToFollowers = (audience: PlanAudience): boolean =>
  audience === 'FOLLOWERS' || audience === 'PUBLIC';

/** A plan's audience with what hangs on it. */
export interface Sharing {
  readonly audience: PlanAudience;
  /** Of the share link; only while the audience is LINK. */
  readonly linkToken: string | null;
  /** Place in the feeds; only while followers are shown the plan. */
  readonly publishedAt: Date | null;
}

export interface SharingChange {
  readonly audience: PlanAudience;
  readonly at: Date;
  /** For a link that does not exist yet; a link once given out stays until another audience is chosen. */
  readonly newToken: string;
}

/** Widening puts the plan on top of the feeds; narrowing leaves it where it is. */
export function shareAs(current: Sharing, { audience, at, newToken }: SharingChange): Sharing {
  const isWider = audience === 'PUBLIC' && current.audience !== 'PUBLIC';
  const publishedAt = isWider ? at : (current.publishedAt ?? at);
  return {
    audience,
    linkToken: audience === 'LINK' ? (current.linkToken ?? newToken) : null,
    publishedAt: isShownToFollowers(audience) ? publishedAt : null,
  };
}

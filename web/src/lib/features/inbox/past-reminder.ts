import type { NotificationFieldsFragment } from '#lib/graphql/generated/graphql.ts';

/** Whether what it reminds of has begun at the instant `now`: "soon" would be wrong from then on. */
export function isPastReminder(
  { kind, startsAt }: Pick<NotificationFieldsFragment, 'kind' | 'startsAt'>,
  now: string,
): boolean {
  return kind === 'REMINDER' && startsAt !== null && Date.parse(startsAt) <= Date.parse(now);
}

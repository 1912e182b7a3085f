import type { TripPublicationFragment } from '#lib/graphql/generated/graphql.ts';

const completedMs = 600_000;
const cancelledMs = 86_400_000;

/** What has ended is told for a while: ten minutes of what went well, a day of what was given up. */
export function isNews(
  { state, endedAt }: Pick<TripPublicationFragment, 'state' | 'endedAt'>,
  nowMs: number,
): boolean {
  if (state === 'RUNNING' || !endedAt) return true;
  return nowMs - Date.parse(endedAt) < (state === 'COMPLETED' ? completedMs : cancelledMs);
}

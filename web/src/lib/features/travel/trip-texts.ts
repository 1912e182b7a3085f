import type { PlanAudience } from '#lib/graphql/generated/graphql.ts';
import { wordsOf } from '#lib/errors/error-text.ts';
import { m } from '#lib/paraglide/messages.js';

export const audiences: readonly PlanAudience[] = ['PRIVATE', 'FOLLOWERS', 'LINK', 'PUBLIC'];

export function audienceName(audience: PlanAudience): string {
  return {
    PRIVATE: m.trip_audience_private,
    FOLLOWERS: m.trip_audience_followers,
    LINK: m.trip_audience_link,
    PUBLIC: m.trip_audience_public,
  }[audience]();
}

/** Exactly who will see the trip, besides author and companions. */
export function audienceText(audience: PlanAudience, followerCount: number): string {
  return {
    PRIVATE: () => m.trip_seen_private(),
    FOLLOWERS: () => m.trip_seen_followers({ count: followerCount }),
    LINK: () => m.trip_seen_link(),
    PUBLIC: () => m.trip_seen_public(),
  }[audience]();
}

/** Why a publication with room and calendar entry was taken back. */
export function publicationFailureText(failure: string | null): string {
  return (publicationFailures[failure ?? ''] ?? m.trip_publication_failed)();
}

const publicationFailures: Record<string, () => string> = {
  ROOM_REFUSED: m.trip_publication_room_refused,
  ENTRY_REFUSED: m.trip_publication_entry_refused,
  TIMED_OUT: m.trip_publication_timed_out,
  PLAN_CHANGED: m.trip_publication_plan_changed,
};

/** What is wrong with a field of a trip, else what went wrong at all. */
export const tripErrorText = wordsOf({
  title: m.trip_error_title,
  cityId: m.trip_error_city,
  travelOn: m.trip_error_travel_on,
  untilOn: m.trip_error_until_on,
  groupSize: m.trip_error_group_size,
  budgetMinor: m.trip_error_budget,
  currency: m.trip_error_currency,
  details: m.trip_error_details,
  companionIds: m.trip_error_companions,
  chatRoomId: m.error_chat_room,
  memberId: m.trip_error_follow,
});

import { describeEntity } from '#lib/features/messaging/cards/describe-entity.ts';
import { formatMoment, formatMove } from '#lib/features/messaging/cards/format-moment.ts';
import type { EntityState } from '#lib/features/messaging/cards/linked-entities.svelte.ts';
import { memberName } from '#lib/features/people/member-name.ts';
import type { DateStyle } from '#lib/format/dates.ts';
import type { NotificationFieldsFragment } from '#lib/graphql/generated/graphql.ts';
import { m } from '#lib/paraglide/messages.js';
import { isPastReminder } from './past-reminder.ts';

/** What a notification says at the instant `now`, from what its subject is then. */
export function notificationText(
  notification: NotificationFieldsFragment,
  subject: EntityState,
  style: DateStyle,
  now: string,
): string {
  const { kind, actor } = notification;
  const name = actor ? memberName(actor) : m.inbox_somebody();
  const title = titleOf(subject, style);
  return isPastReminder(notification, now) ? m.told_past_reminder({ title }) : texts[kind]({ name, title });
}

function titleOf(subject: EntityState, style: DateStyle): string {
  if (subject.status === 'shown') return describeEntity(subject.entity, style).title;
  return subject.status === 'hidden' ? m.inbox_hidden() : m.inbox_nameless();
}

type Text = (parts: { name: string; title: string }) => string;

const texts: Record<NotificationFieldsFragment['kind'], Text> = {
  EVENT_INVITED: m.told_event_invited,
  EVENT_MOVED: m.told_event_moved,
  EVENT_CANCELLED: m.told_event_cancelled,
  REMINDER: m.told_reminder,
  PLAN_PUBLISHED: m.told_plan_published,
  PLAN_CHANGED: m.told_plan_changed,
  PLAN_PUBLICATION_COMPLETED: m.told_publication_completed,
  PLAN_PUBLICATION_CANCELLED: m.told_publication_cancelled,
  RECOMMENDATION_CREATED: m.told_recommendation_created,
  RECOMMENDATION_REFUNDED: () => m.told_recommendation_refunded(),
  COVER_STARTED: () => m.told_cover_started(),
  COVER_ENDED: () => m.told_cover_ended(),
  PARKING_FINISHED: () => m.told_parking_finished(),
};

/** The second line: the times that it is about, else what the subject says of itself. */
export function notificationDetail(
  { startsAt, previousStartsAt }: NotificationFieldsFragment,
  subject: EntityState,
  style: DateStyle,
): string | null {
  if (startsAt && previousStartsAt) return m.told_from_to(formatMove(previousStartsAt, startsAt, style));
  if (startsAt) return formatMoment(startsAt, style);
  return subject.status === 'shown' ? describeEntity(subject.entity, style).detail : null;
}

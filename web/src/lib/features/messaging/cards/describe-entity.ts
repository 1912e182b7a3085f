import CalendarDays from '@lucide/svelte/icons/calendar-days';
import CircleParking from '@lucide/svelte/icons/circle-parking';
import Luggage from '@lucide/svelte/icons/luggage';
import MessageCircle from '@lucide/svelte/icons/message-circle';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import Sparkles from '@lucide/svelte/icons/sparkles';
import Wallet from '@lucide/svelte/icons/wallet';
import { formatDate, type DateStyle } from '#lib/format/dates.ts';
import type { EntityKind, LinkedEntityFieldsFragment } from '#lib/graphql/generated/graphql.ts';
import { m } from '#lib/paraglide/messages.js';
import { formatMoment } from './format-moment.ts';
import { shortReason } from './short-reason.ts';

/** How a thing is shown in two lines, three with reasons. */
export interface EntityDescription {
  readonly title: string;
  readonly detail: string;
  /** A word beside the title, when there is something to know or to do. */
  readonly note: string | null;
  /** What speaks for it, each in a few words; most things have none. */
  readonly reasons?: readonly string[];
  /** Null where there is nothing more to see for the viewer. */
  readonly href: string | null;
}

export function describeEntity(entity: LinkedEntityFieldsFragment, style: DateStyle): EntityDescription {
  switch (entity.__typename) {
    case 'CalendarEvent':
      return describeEvent(entity, style);
    case 'TravelPlan':
      return { ...describePlan(entity, style), note: null };
    case 'Recommendation':
      return describeRecommendation(entity, style);
    case 'CoveragePeriod':
      return describeCover(entity, style);
    case 'ParkingSession':
      return describeParking(entity, style);
    case 'ChatRoom':
      return {
        title: entity.roomTitle ?? m.card_room(),
        detail: m.card_room(),
        note: null,
        href: `/chat/${entity.id}`,
      };
  }
}

type Of<Name extends LinkedEntityFieldsFragment['__typename']> = Extract<
  LinkedEntityFieldsFragment,
  { __typename: Name }
>;

function describeEvent(event: Of<'CalendarEvent'>, style: DateStyle): EntityDescription {
  const when = event.isAllDay ? formatDate(event.startsAt, style) : formatMoment(event.startsAt, style);
  const note = event.isCancelled
    ? m.card_cancelled()
    : event.viewerAnswer === 'NEEDS_ACTION'
      ? m.card_answer()
      : null;
  return {
    title: event.title,
    detail: event.location ? m.card_two_parts({ first: when, second: event.location }) : when,
    note,
    href: `/calendar/events/${event.id}`,
  };
}

/** Days are days wherever they are read. */
const formatDays = (first: string, last: string, { locale }: DateStyle): string => {
  const day = new Intl.DateTimeFormat(locale, { month: 'long', day: 'numeric', timeZone: 'UTC' });
  return day.formatRange(new Date(first), new Date(last));
};

const describePlan = ({ id, title, city, travelOn, untilOn }: Of<'TravelPlan'>, style: DateStyle) => ({
  title,
  detail: m.card_two_parts({ first: city.name, second: formatDays(travelOn, untilOn, style) }),
  href: `/travel/${id}`,
});

/** Most reasons that a card has room for; they come with the strongest first. */
const maxReasons = 3;

function describeRecommendation(
  { place, firstDay, lastDay, reasons, plan, recommendationState }: Of<'Recommendation'>,
  style: DateStyle,
): EntityDescription {
  const note = recommendationNotes[recommendationState]();
  if (!place || !firstDay || !lastDay)
    return {
      ...{ title: m.card_recommendation(), detail: m.card_recommendation_text(), note },
      href: '/travel?tab=recommendations',
    };
  return {
    title: place.name,
    detail: formatDays(firstDay, lastDay, style),
    note,
    reasons: reasons.flatMap((reason) => shortReason(reason, style.locale) ?? []).slice(0, maxReasons),
    href: plan && `/travel/${plan.id}`,
  };
}

const recommendationNotes = {
  REQUESTED: m.card_recommendation_running,
  GENERATING: m.card_recommendation_running,
  CREATED: m.card_recommended,
  DECLINED: m.card_recommendation_none,
  REFUNDED: m.card_recommendation_none,
} as const;

function describeCover(cover: Of<'CoveragePeriod'>, style: DateStyle): EntityDescription {
  const start = formatMoment(cover.startsAt, style);
  const won = new Intl.NumberFormat(style.locale, { style: 'currency', currency: 'KRW' });
  const time = cover.coverEndsAt
    ? m.card_from_until({ from: start, until: formatMoment(cover.coverEndsAt, style) })
    : m.card_since({ from: start });
  return {
    title: m.card_cover(),
    detail: m.card_two_parts({ first: time, second: won.format(cover.premiumWon) }),
    note: cover.coverEndsAt ? m.card_cover_ended() : m.card_cover_running(),
    href: `/cover/${cover.id}`,
  };
}

function describeParking(session: Of<'ParkingSession'>, style: DateStyle): EntityDescription {
  const { report } = session;
  return {
    title: m.card_parking(),
    detail: formatMoment(session.startedAt, style),
    note: report ? m.card_score({ score: report.score }) : parkingNotes[session.parkingState](),
    href: `/parking/${session.id}`,
  };
}

const parkingNotes = {
  RUNNING: m.card_parking_running,
  FINISHED: m.card_parking_finished,
  ABORTED: m.card_parking_aborted,
} as const;

export const entityIcons = {
  CALENDAR_EVENT: CalendarDays,
  TRAVEL_PLAN: Luggage,
  RECOMMENDATION: Sparkles,
  COVERAGE_PERIOD: ShieldCheck,
  PARKING_SESSION: CircleParking,
  CHAT_ROOM: MessageCircle,
  WALLET: Wallet,
} as const satisfies Record<EntityKind, unknown>;

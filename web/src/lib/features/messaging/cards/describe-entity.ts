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

/** How a thing is shown in two lines. */
export interface EntityDescription {
  readonly title: string;
  readonly detail: string;
  /** A word beside the title, when there is something to know or to do. */
  readonly note: string | null;
  readonly href: string;
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

type Plan = Pick<Of<'TravelPlan'>, 'id' | 'title' | 'travelOn' | 'untilOn' | 'city'>;

/** Days are days wherever they are read. */
const formatDays = ({ travelOn, untilOn }: Plan, { locale }: DateStyle): string => {
  const day = new Intl.DateTimeFormat(locale, { month: 'long', day: 'numeric', timeZone: 'UTC' });
  return day.formatRange(new Date(travelOn), new Date(untilOn));
};

const describePlan = (plan: Plan, style: DateStyle) => ({
  title: plan.title,
  detail: m.card_two_parts({ first: plan.city.name, second: formatDays(plan, style) }),
  href: `/travel/${plan.id}`,
});

function describeRecommendation(
  { plan, recommendationState }: Of<'Recommendation'>,
  style: DateStyle,
): EntityDescription {
  const note = recommendationNotes[recommendationState]();
  if (plan) return { ...describePlan(plan, style), note };
  return { title: m.card_recommendation(), detail: m.card_recommendation_text(), note, href: '/travel' };
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

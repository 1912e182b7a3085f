import type { Occurrence, Override, Schedule, WallTime } from '../domain/event.ts';
import { expandRule, type RuleWindow } from './expand-rule.ts';
import { instantOf, spanOf } from './zones.ts';

/** Occurrences of an event in the order of their original starts, with its overrides in place. */
export function expandSchedule(schedule: Schedule, window: RuleWindow): Occurrence[] {
  const overrides = new Map(schedule.overrides.map((each) => [each.recurrenceWall, each]));
  const occurrences = originalStarts(schedule, window).map((wall) =>
    toOccurrence(schedule, wall, overrides.get(wall) ?? null),
  );
  // Two wall times may be one instant when clocks change; an original start names one occurrence.
  const byStart = new Map(occurrences.map((each) => [each.originalStartsAt.getTime(), each]));
  return [...byStart.values()].sort((a, b) => a.originalStartsAt.getTime() - b.originalStartsAt.getTime());
}

/** Starts by rule and RDATE without those of EXDATE, as wall times. */
export function originalStarts(schedule: Schedule, window: RuleWindow): WallTime[] {
  const { recurrenceRule: rule, startsWall, rdates, exdates } = schedule;
  const byRule = rule === null ? [startsWall] : expandRule(schedule, rule, window);
  const added = rdates.filter((wall) => isWithin(instantOf(schedule, wall), window));
  const isLeftOut = new Set(exdates);
  return [...new Set([...byRule, ...added])].filter((wall) => !isLeftOut.has(wall)).sort();
}

const isWithin = (at: Date, { from, until }: RuleWindow): boolean =>
  (!from || at >= from) && (!until || at < until);

function toOccurrence(schedule: Schedule, wall: WallTime, override: Override | null): Occurrence {
  const { meetingRoomId, durationS } = schedule;
  const originalStartsAt = exactStart(schedule, wall);
  if (!override) {
    const span = spanOf(schedule, { startsWall: wall, durationS });
    const shiftMs = originalStartsAt.getTime() - span.startsAt.getTime();
    const endsAt = new Date(span.endsAt.getTime() + shiftMs);
    const asInSeries = { title: null, meetingRoomId, isException: false };
    return { originalStartsAt, startsAt: originalStartsAt, endsAt, ...asInSeries };
  }
  return {
    originalStartsAt,
    ...spanOf(schedule, override),
    title: override.title,
    meetingRoomId: override.hasOwnRoom ? override.meetingRoomId : meetingRoomId,
    isException: true,
  };
}

/** What happens once keeps the instant it was given, also in an hour that the clocks show twice. */
function exactStart(schedule: Schedule, wall: WallTime): Date {
  const { recurrenceRule, rdates, startsAt, startsWall } = schedule;
  const happensOnce = recurrenceRule === null && rdates.length === 0;
  return happensOnce && startsAt && wall === startsWall ? startsAt : instantOf(schedule, wall);
}

// Prints what the examples expand to, so that a test can start it under other zones of the machine.
import { originalStarts } from '../ports/expand-schedule.ts';
import { instantOf } from '../ports/zones.ts';
import { rfcExamples } from './rfc-5545-examples.ts';

const expanded = rfcExamples.map(({ start = '1997-09-02T09:00:00', rule, exdates = [], starts }) => {
  const timing = { startsWall: start, durationS: 3600, timeZone: 'America/New_York', isAllDay: false };
  const schedule = {
    ...timing,
    recurrenceRule: rule,
    rdates: [],
    exdates,
    overrides: [],
    meetingRoomId: null,
  };
  const isFinite = /COUNT|UNTIL/.test(rule);
  const limit = isFinite ? 1_000 : starts.length + exdates.length;
  const walls = originalStarts(schedule, { from: null, until: null, limit });
  return { walls, instants: walls.map((wall) => instantOf(timing, wall).toISOString()) };
});
console.log(JSON.stringify({ zone: Intl.DateTimeFormat().resolvedOptions().timeZone, expanded }));

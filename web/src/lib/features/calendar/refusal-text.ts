import { m } from '#lib/paraglide/messages.js';

/** Why an entry of a file was not taken; what is new to this page is told in the server's English. */
export function refusalText({
  reason,
  detail,
}: {
  readonly reason: string;
  readonly detail: string;
}): string {
  return texts[reason]?.() ?? detail;
}

const texts: Record<string, () => string> = {
  MALFORMED: m.calendar_refusal_malformed,
  NOT_AN_EVENT: m.calendar_refusal_not_an_event,
  NO_START: m.calendar_refusal_no_start,
  ENDS_BEFORE_START: m.calendar_end_before_start,
  UNKNOWN_TIME_ZONE: m.calendar_refusal_zone,
  INVALID_RULE: m.calendar_refusal_rule,
  TOO_MANY_OCCURRENCES: m.calendar_refusal_too_many,
  NEVER_HAPPENS: m.calendar_refusal_never,
  CANCELLED: m.calendar_refusal_cancelled,
  OUTDATED: m.calendar_refusal_outdated,
};

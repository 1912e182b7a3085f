/** Occurrences that one series may have in the database, or ahead of now when it is endless. */
export const maxOccurrences = 1_000;

/** How far endless series are written down, in months before and after now. */
export const monthsBehind = 12;
export const monthsAhead = 24;

/** Longest event in seconds: a year and a day. */
export const maxDurationS = 367 * 86_400;

export const maxAttendees = 200;
export const maxRemindersPerEvent = 5;
/** Four weeks. */
export const maxMinutesBefore = 40_320;

/** Widest range of one read of occurrences. */
export const maxRangeDays = 62;
export const maxOccurrencesRead = 1_000;

import type { Cache, UpdatesConfig } from '@urql/exchange-graphcache';

type ForgetFields = (cache: Cache, entity: string | null, name: string) => void;
type ViewerKey = (cache: Cache) => string | null;

/** Which occurrences there are after a change, only the server knows: whoever shows them asks again. */
export function calendarUpdates(forgetFields: ForgetFields, viewerKey: ViewerKey) {
  const forgetOccurrences = (_result: unknown, _args: unknown, cache: Cache) =>
    forgetFields(cache, viewerKey(cache), 'occurrences');
  const Mutation: NonNullable<UpdatesConfig[string]> = {
    createEvent: forgetOccurrences,
    updateEvent: forgetOccurrences,
    deleteEvent: forgetOccurrences,
    answerInvitation: forgetOccurrences,
    importCalendar: forgetOccurrences,
    createCalendar: (_result, _args, cache) => forgetFields(cache, viewerKey(cache), 'calendars'),
  };
  const Subscription: NonNullable<UpdatesConfig[string]> = {
    calendarEventChanged: ({ calendarEventChanged }, _args, cache) => {
      forgetFields(cache, viewerKey(cache), 'occurrences');
      forgetEvent(cache, calendarEventChanged);
    },
  };
  return { Mutation, Subscription };
}

function forgetEvent(cache: Cache, change: unknown): void {
  const isOfEvent = typeof change === 'object' && change !== null && 'eventId' in change;
  if (isOfEvent) cache.invalidate({ __typename: 'CalendarEvent', id: String(change.eventId) });
}

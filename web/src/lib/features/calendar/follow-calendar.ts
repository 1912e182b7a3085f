import { graph } from '#lib/graphql/client.ts';
import { CalendarEventChangedDocument, CalendarSeqDocument } from '#lib/graphql/generated/graphql.ts';
import { follow } from '#lib/graphql/live.ts';

/**
 * Hears of changes for as long as a calendar is open; the cache then asks again for what is shown.
 * Returns how to stop.
 */
export function followCalendar(): () => void {
  let seq: number | null = null;
  return follow(CalendarEventChangedDocument, {
    variables: () => ({ afterSeq: seq }),
    onData: ({ calendarEventChanged }) => (seq = Math.max(seq ?? 0, calendarEventChanged.seq)),
    onFailure: async (code): Promise<'again'> => {
      if (code === 'RESYNC_REQUIRED' || code === 'BAD_USER_INPUT') seq = await currentSeq();
      return 'again';
    },
  });
}

async function currentSeq(): Promise<number | null> {
  const { data } = await graph.query(CalendarSeqDocument, {}, { requestPolicy: 'network-only' }).toPromise();
  return data?.me.calendarSeq ?? null;
}

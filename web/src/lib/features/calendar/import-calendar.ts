import * as v from 'valibot';
import { errorText, wordsOf } from '#lib/errors/error-text.ts';
import type { RefusedField } from '#lib/errors/field-of.ts';
import { refusalOf } from '#lib/errors/refusal.ts';
import { graph } from '#lib/graphql/client.ts';
import { ImportCalendarDocument } from '#lib/graphql/generated/graphql.ts';
import { m } from '#lib/paraglide/messages.js';
import { fetchAsViewer } from './download-calendar.ts';

/** What fits into a request to the graph, with room for the escapes of JSON; more goes by plain HTTP. */
const mostInGraphBytes = 60_000;

const reportShape = v.object({
  importedCount: v.number(),
  updatedCount: v.number(),
  refused: v.array(
    v.object({ line: v.number(), summary: v.nullable(v.string()), reason: v.string(), detail: v.string() }),
  ),
});

/** What came in, and what did not and why. */
export type ImportReport = v.InferOutput<typeof reportShape>;

type Outcome = ImportReport | RefusedField;

const words = wordsOf({ ics: m.calendar_import_unreadable, calendarId: m.calendar_error_calendar });

/** What came of a file of iCalendar, or why none of it was taken. */
export async function importCalendar(calendarId: string, ics: string): Promise<Outcome> {
  const isSmall = new TextEncoder().encode(ics).length <= mostInGraphBytes;
  return isSmall ? importByGraph(calendarId, ics) : importByUpload(calendarId, ics);
}

async function importByGraph(calendarId: string, ics: string): Promise<Outcome> {
  const input = { calendarId, ics };
  const { data, error } = await graph.mutation(ImportCalendarDocument, { input }).toPromise();
  const result = data?.importCalendar;
  return result?.__typename === 'ImportCalendarPayload' ? result.report : refusalOf(result, error, words);
}

async function importByUpload(calendarId: string, ics: string): Promise<Outcome> {
  const response = await fetchAsViewer(`/calendar/calendars/${calendarId}/import`, {
    method: 'POST',
    headers: { 'content-type': 'text/calendar' },
    body: ics,
  });
  if (!response) return { text: errorText('NETWORK'), field: null };
  if (response.status === 413) return { text: errorText('LIMIT_EXCEEDED'), field: 'ics' };
  const body: unknown = await response.json().catch(() => null);
  const report = v.safeParse(reportShape, body);
  if (report.success) return report.output;
  return refusalOf(
    { code: 'BAD_USER_INPUT', field: response.status === 400 ? 'ics' : null },
    undefined,
    words,
  );
}

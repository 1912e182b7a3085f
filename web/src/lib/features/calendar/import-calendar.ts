import * as v from 'valibot';
import { graph } from '#lib/graphql/client.ts';
import { codeOf } from '#lib/graphql/errors.ts';
import { ImportCalendarDocument } from '#lib/graphql/generated/graphql.ts';
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

interface Outcome {
  readonly report: ImportReport | null;
  readonly code: string | null;
  readonly field: string | null;
}

export async function importCalendar(calendarId: string, ics: string): Promise<Outcome> {
  const isSmall = new TextEncoder().encode(ics).length <= mostInGraphBytes;
  return isSmall ? importByGraph(calendarId, ics) : importByUpload(calendarId, ics);
}

async function importByGraph(calendarId: string, ics: string): Promise<Outcome> {
  const input = { calendarId, ics };
  const { data, error } = await graph.mutation(ImportCalendarDocument, { input }).toPromise();
  const result = data?.importCalendar;
  if (result?.__typename === 'ImportCalendarPayload')
    return { report: result.report, code: null, field: null };
  const field = result?.__typename === 'InvalidInput' ? result.field : null;
  return { report: null, code: result?.code ?? (error ? codeOf(error) : 'INTERNAL'), field };
}

async function importByUpload(calendarId: string, ics: string): Promise<Outcome> {
  const response = await fetchAsViewer(`/calendar/calendars/${calendarId}/import`, {
    method: 'POST',
    headers: { 'content-type': 'text/calendar' },
    body: ics,
  });
  const refused = (code: string) => ({ report: null, code, field: response?.status === 400 ? 'ics' : null });
  if (!response) return refused('NETWORK');
  if (response.status === 413) return refused('LIMIT_EXCEEDED');
  const body: unknown = await response.json().catch(() => null);
  const report = v.safeParse(reportShape, body);
  return report.success ? { report: report.output, code: null, field: null } : refused('BAD_USER_INPUT');
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { InvalidInputError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { toKnownId } from '@moim/kit/ids/given-id.ts';
import { paceBatch } from '@moim/kit/db/replicas/pace.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { type CalendarRow, findCalendars } from '../db/calendars.ts';
import { findUids, type KnownUid } from '../db/imports.ts';
import type { IcsEntry, RefusalReason, RefusedEntry } from '../domain/ics.ts';
import { readIcs } from '../ports/read-ics.ts';
import { catchUp } from './catch-up.ts';
import { digestOf } from './request-digest.ts';
import { materialise } from './materialise.ts';
import { type Importable, insertImported, updateImported } from './write-imported.ts';

export interface ImportCalendarInput {
  readonly calendarId: string;
  /** Text of an .ics file, at most 8 MB. */
  readonly ics: string;
}

export interface ImportReport {
  readonly importedCount: number;
  readonly updatedCount: number;
  readonly refused: readonly RefusedEntry[];
}

const maxCharacters = 8 * 1024 * 1024;
/** Somebody waits for it: between two parts no longer than this, in milliseconds. */
const longestPauseMs = 500;
/** Events of one transaction. */
const chunkSize = 50;
/** Entries between two turns of the event loop: others are answered meanwhile. */
const turnSize = 10;

/**
 * Takes in every readable event of a file; the same UID again brings the event up to date.
 *
 * @throws {InvalidInputError} naming `input.ics` for what is no calendar, or too large
 * @throws {NotFoundError} for a calendar that the viewer may not see
 */
export async function importCalendar(
  services: Services,
  viewer: Viewer,
  { calendarId, ics }: ImportCalendarInput,
): Promise<ImportReport> {
  const id = toKnownId(calendarId);
  if (ics.length > maxCharacters) throw new InvalidInputError('input.ics', 'A file has at most 8 MB.');
  if (!/^\s*BEGIN\s*:\s*VCALENDAR/im.test(ics))
    throw new InvalidInputError('input.ics', 'This is no iCalendar file.');
  await catchUp(services, viewer);
  const [calendar] = await findCalendars(services.db.write, viewer.memberId, [id]);
  if (!calendar) throw new NotFoundError();
  const { entries, refused } = await readIcs(ics, calendar.timeZone);
  const checked = await expandAll(entries, services.now());
  const counts = await writeAll(services, viewer, calendar, checked.importable);
  const all = [...refused, ...checked.refused].sort((a, b) => a.line - b.line);
  return { ...counts, refused: all };
}

async function expandAll(entries: readonly IcsEntry[], now: Date) {
  const importable: Importable[] = [];
  const refused: RefusedEntry[] = [];
  for (const [index, entry] of entries.entries()) {
    if (index % turnSize === turnSize - 1) await nextTurn();
    try {
      const expanded = materialise({ ...entry, meetingRoomId: null }, now);
      importable.push({ entry, ...expanded, digest: digestOf({ ...entry, line: 0 }) });
    } catch (error) {
      refused.push(refusalOf(entry, error));
    }
  }
  return { importable, refused };
}

function refusalOf({ line, title }: IcsEntry, error: unknown): RefusedEntry {
  const detail = error instanceof Error ? error.message : 'It cannot be expanded.';
  return { line, summary: title, reason: reasonOf(detail), detail };
}

function reasonOf(detail: string): RefusalReason {
  if (/at most/.test(detail)) return 'TOO_MANY_OCCURRENCES';
  return /never/.test(detail) ? 'NEVER_HAPPENS' : 'INVALID_RULE';
}

async function writeAll(
  services: Services,
  viewer: Viewer,
  calendar: CalendarRow,
  importable: readonly Importable[],
) {
  const known = new Map((await findUids(services.db.write, calendar.id)).map((each) => [each.uid, each]));
  const fresh = importable.filter(({ entry }) => !known.has(entry.uid));
  for (let start = 0; start < fresh.length; start += chunkSize) {
    const chunk = fresh.slice(start, start + chunkSize);
    await paceBatch(services.db, longestPauseMs);
    await services.db.write.transaction((tx) => insertImported(tx, services, { viewer, calendar, chunk }));
  }
  const again = importable.flatMap((each) => pair(each, known.get(each.entry.uid)));
  for (const { each, before } of again)
    if (each.digest !== before.requestDigest)
      await services.db.write.transaction((tx) => updateImported(tx, services, viewer, before.id, each));
  return { importedCount: fresh.length, updatedCount: again.length };
}

const pair = (each: Importable, before: KnownUid | undefined) => (before ? [{ each, before }] : []);

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { asViewer } from '@moim/kit/testing/test-identities.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Person, type Stage } from '../testing/stage.ts';
import { createCalendar, updateCalendar } from './create-calendar.ts';
import { exportCalendar } from './export-calendar.ts';
import { importCalendar } from './import-calendar.ts';
import { ensurePersonalCalendar } from './personal-calendar.ts';

let stage: Stage;
let minji: Person;

beforeAll(async () => {
  stage = await openStage();
  minji = await stage.person();
});
afterAll(() => stage.close());

const office = readFileSync(new URL('../testing/fixtures/office.ics', import.meta.url), 'utf8');

const calendar = () =>
  createCalendar(stage.services, minji.viewer, { id: newUuid(), name: 'Imported', timeZone: 'Asia/Seoul' });
const load = (calendarId: string, ics: string) =>
  importCalendar(stage.services, minji.viewer, { calendarId, ics });
const withoutStamps = (ics: string) => ics.replaceAll(/DTSTAMP:.*/g, '');

describe('a file', () => {
  it('comes in once however often it is imported, and a change of it as a change', async () => {
    const id = await calendar();
    const first = await load(id, office);
    expect([first.importedCount, first.updatedCount, first.refused.length]).toEqual([8, 0, 9]);
    expect(await load(id, office)).toMatchObject({ importedCount: 0, updatedCount: 8 });
    expect((await stage.rows('select 1 from calendar.events where calendar_id = $1', [id])).length).toBe(8);
    const scheduled = (await stage.published()).filter(({ name }) => name === 'calendar.event-scheduled.v1');
    expect(scheduled.map(({ payload }) => payload)).toEqual(
      Array.from({ length: 8 }, () => expect.objectContaining({ isImported: true })),
    );
    await load(id, office.replace('20270201T093000', '20270201T100000'));
    expect((await stage.published()).map(({ name, aggregateSeq }) => [name, aggregateSeq])).toEqual([
      ['calendar.event-moved.v1', 2],
    ]);
  });

  it('that was exported comes into another calendar as the same file', async () => {
    const [from, to] = [await calendar(), await calendar()];
    await load(from, office);
    const exported = await exportCalendar(stage.services, minji.viewer, from);
    expect(await load(to, exported)).toEqual({ importedCount: 8, updatedCount: 0, refused: [] });
    expect(withoutStamps(await exportCalendar(stage.services, minji.viewer, to))).toBe(
      withoutStamps(exported),
    );
  });

  it('that is exported says the name that its calendar was given, and none where the reader has a word', async () => {
    const id = await ensurePersonalCalendar(stage.services.db.write, stage.services, minji.viewer.memberId);
    const nameIn = async (calendarId: string) => {
      const lines = (await exportCalendar(stage.services, minji.viewer, calendarId)).split('\r\n');
      return lines.filter((line) => line.startsWith('X-WR-CALNAME'));
    };
    expect(await nameIn(id)).toEqual([]);
    await updateCalendar(stage.services, minji.viewer, { id, name: '현장 일정' });
    expect(await nameIn(id)).toEqual(['X-WR-CALNAME;VALUE=TEXT:현장 일정']);
    const given = { id: newUuid(), name: 'Personal', timeZone: 'Asia/Seoul' };
    const named = await createCalendar(stage.services, minji.viewer, given);
    expect(await nameIn(named)).toEqual(['X-WR-CALNAME;VALUE=TEXT:Personal']);
  });

  it.each(['', 'hello', '{"a":1}'])('that is none is refused, the field named: %j', async (ics) => {
    await expect(load(await calendar(), ics)).rejects.toMatchObject({ field: 'input.ics' });
  });

  it('goes into no calendar of somebody else', async () => {
    const stranger = await stage.person();
    await expect(
      importCalendar(stage.services, stranger.viewer, { calendarId: await calendar(), ics: office }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('over plain HTTP', () => {
  const call = (path: string, init: RequestInit, person: Person | null) =>
    stage.host.handleRoute({
      request: new Request(`http://localhost${path}`, init),
      identity: asViewer(person?.viewer ?? null),
      clientAddress: '',
    });

  it('is imported and exported by a viewer', async () => {
    const id = await calendar();
    const imported = await call(`/calendar/calendars/${id}/import`, { method: 'POST', body: office }, minji);
    expect(await imported?.json()).toMatchObject({ importedCount: 8 });
    expect((await call(`/calendar/calendars/${id}/export.ics`, {}, null))?.status).toBe(401);
    const exported = await call(`/calendar/calendars/${id}/export.ics`, {}, minji);
    expect([exported?.status, exported?.headers.get('content-type')]).toEqual([
      200,
      'text/calendar; charset=utf-8',
    ]);
  });
});

// Real files that are not ours to keep: MOIM_ICS_FOLDER=<folder> runs this by hand.
const folder = process.env['MOIM_ICS_FOLDER'];

describe.skipIf(folder === undefined)('the real files', () => {
  const files = folder === undefined ? [] : readdirSync(folder).filter((file) => file.endsWith('.ics'));

  it.each(files)('%s', { timeout: 60_000 }, async (file) => {
    const [from, to] = [await calendar(), await calendar()];
    const report = await load(from, readFileSync(join(folder ?? '', file), 'utf8'));
    console.log(`${file}: ${report.importedCount} imported, ${report.refused.length} refused`);
    for (const { line, reason, summary, detail } of report.refused)
      console.log(`  line ${line}: ${reason} ${summary ?? ''} (${detail})`);
    const exported = await exportCalendar(stage.services, minji.viewer, from);
    const again = await load(to, exported);
    expect(again).toEqual({ importedCount: report.importedCount, updatedCount: 0, refused: [] });
    expect(withoutStamps(await exportCalendar(stage.services, minji.viewer, to))).toBe(
      withoutStamps(exported),
    );
  });
});

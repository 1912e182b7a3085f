import { newUuid } from '@moim/kit/ids/uuid.ts';
import { asViewer } from '@moim/kit/testing/test-identities.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { signFeed } from '../ports/feed-signature.ts';
import { openStage, type Person, type Stage } from '../testing/stage.ts';
import { createCalendarFeed, revokeCalendarFeed } from './calendar-feed.ts';
import { createCalendar } from './create-calendar.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const answer = z.object({ calendar: z.object({ feedPath: z.string().nullable() }) });

async function pathFor({ id }: Person, calendarId: string): Promise<string | null> {
  const query = `{ calendar(id: "${calendarId}") { feedPath } }`;
  return answer.parse((await stage.ask(stage.identity.viewer(id), query)).data).calendar.feedPath;
}

async function read(path: string | null): Promise<string | number | undefined> {
  const response = await stage.host.handleRoute({
    request: new Request(`http://localhost${path}`),
    identity: asViewer(null),
    clientAddress: '',
  });
  return response?.status === 200 ? (await response.text()).split('\r\n')[0] : response?.status;
}

describe("the feed of a group's calendar", () => {
  let minji: Person;
  let bo: Person;
  let groupId: string;
  let calendarId: string;
  let minjis: string;
  let bos: string;

  beforeEach(async () => {
    [minji, bo] = [await stage.person(), await stage.person()];
    groupId = await stage.identity.group(minji.viewer, bo.viewer);
    const input = { id: newUuid(), name: 'Crew', timeZone: 'Asia/Seoul', groupId };
    calendarId = await createCalendar(stage.services, minji.viewer, input);
    expect(await pathFor(minji, calendarId)).toBeNull();
    await createCalendarFeed(stage.services, minji.viewer, calendarId);
    minjis = z.string().parse(await pathFor(minji, calendarId));
    bos = z.string().parse(await pathFor(bo, calendarId));
  });

  it('has an address for each member that stays the same', async () => {
    expect(minjis).not.toBe(bos);
    expect(await pathFor(minji, calendarId)).toBe(minjis);
    expect([await read(minjis), await read(bos)]).toEqual(['BEGIN:VCALENDAR', 'BEGIN:VCALENDAR']);
  });

  it('does not have its key in any address', async () => {
    const [row] = await stage.rows<{ key: string }>(
      'select feed_key as key from calendar.calendars where id = $1',
      [calendarId],
    );
    expect(minjis).toBe(
      `/calendar/feeds/${calendarId}/${minji.id}/${signFeed(row?.key ?? '', calendarId, minji.id)}.ics`,
    );
    expect(minjis).not.toContain(row?.key);
  });

  it.each<[string, () => string]>([
    ['with a forged signature', () => forged()],
    ['with a longer signature', () => minjis.replace('.ics', 'x.ics')],
    ['with a shorter signature', () => minjis.replace(/.\.ics/, '.ics')],
    ['signed with another key', () => `${minjis.replace(/[^/]+$/, '')}${signedWith('other')}.ics`],
    ['signed for another member', () => minjis.replace(minji.id, bo.id)],
    ['signed for another calendar', () => minjis.replace(calendarId, minji.calendarId)],
    ['with a member id that is none', () => minjis.replace(minji.id, 'minji')],
  ])('is not found %s', async (_, pathOf) => {
    await createCalendarFeed(stage.services, minji.viewer, minji.calendarId);
    expect(await read(pathOf())).toBe(404);
    expect(await read(minjis)).toBe('BEGIN:VCALENDAR');
  });

  const signedWith = (key: string) => signFeed(key, calendarId, minji.id);
  const forged = () =>
    minjis.replace(/\/(.)([^/]+)$/, (_, first, rest) => `/${first === 'A' ? 'B' : 'A'}${rest}`);

  it('ends for a member with their membership, and for nobody else', async () => {
    await stage.identity.remove(groupId, bo.id);
    expect([await read(bos), await read(minjis)]).toEqual([404, 'BEGIN:VCALENDAR']);
    await stage.identity.withdraw(minji.id);
    expect(await read(minjis)).toBe(404);
  });

  it('ends for all when it is revoked, also when there is a new one', async () => {
    await revokeCalendarFeed(stage.services, stage.identity.viewer(bo.id), calendarId);
    expect([await read(minjis), await read(bos)]).toEqual([404, 404]);
    expect(await pathFor(minji, calendarId)).toBeNull();
    await createCalendarFeed(stage.services, minji.viewer, calendarId);
    expect([await read(minjis), await read(bos)]).toEqual([404, 404]);
    expect(await read(await pathFor(bo, calendarId))).toBe('BEGIN:VCALENDAR');
  });
});

import { newUuid } from '@moim/kit/ids/uuid.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Person, type Stage } from '../testing/stage.ts';
import { type CreateEventInput, createEvent } from './create-event.ts';
import { deleteEvent } from './delete-event.ts';
import type { UpdateEventInput } from './read-change.ts';
import { updateEvent } from './update-event.ts';

let stage: Stage;
let minji: Person;

beforeAll(async () => {
  stage = await openStage();
  minji = await stage.person();
});
afterAll(() => stage.close());

/** Five Mondays at 10:00 in New York; clocks go back on 1 November, between the second and the third. */
const mondays: Omit<CreateEventInput, 'id' | 'calendarId'> = {
  title: 'Stand-up',
  startsAt: new Date('2027-10-25T14:00:00Z'),
  endsAt: new Date('2027-10-25T15:00:00Z'),
  timeZone: 'America/New_York',
  recurrenceRule: 'FREQ=WEEKLY;BYDAY=MO;COUNT=5',
};

async function create(more: Partial<CreateEventInput> = {}): Promise<string> {
  const input = { ...mondays, ...more, id: newUuid(), calendarId: minji.calendarId };
  const { eventId } = await createEvent(stage.services, minji.viewer, input);
  await stage.published();
  return eventId;
}

const update = (id: string, change: Omit<UpdateEventInput, 'id'>) =>
  updateEvent(stage.services, minji.viewer, { id, ...change });

/** `original → start/length title`, in UTC. */
async function times(id: string): Promise<string[]> {
  const rows = await stage.rows<{ o: Date; s: Date; e: Date; t: string | null }>(
    `select original_starts_at as o, starts_at as s, ends_at as e, title as t
     from calendar.occurrences where event_id = $1 order by o`,
    [id],
  );
  return rows.map(({ o, s, e, t }) => {
    const moved = o.getTime() === s.getTime() ? '' : ` → ${s.toISOString().slice(5, 16)}`;
    return `${o.toISOString().slice(5, 16)}${moved} ${(e.getTime() - s.getTime()) / 60_000}${t ? ` ${t}` : ''}`;
  });
}

const told = async () =>
  (await stage.published()).map(({ name, aggregateSeq }) => `${name.slice(9, -3)} ${aggregateSeq}`);

describe('a series', () => {
  it('stays at its hour when the clocks change', async () => {
    expect(await times(await create())).toMatchInlineSnapshot(`
      [
        "10-25T14:00 60",
        "11-01T14:00 60",
        "11-08T15:00 60",
        "11-15T15:00 60",
        "11-22T15:00 60",
      ]
    `);
  });

  it('moves one occurrence, and that one back', async () => {
    const id = await create();
    const occurrenceStartsAt = new Date('2027-11-08T15:00:00Z');
    const this1 = { scope: 'THIS' as const, occurrenceStartsAt };
    await update(id, { ...this1, startsAt: new Date('2027-11-09T16:00:00Z'), title: 'Moved' });
    expect((await times(id))[2]).toBe('11-08T15:00 → 11-09T16:00 60 Moved');
    expect(await told()).toEqual(['event-moved 2', 'event-changed 3']);
    await update(id, { ...this1, startsAt: new Date('2027-11-08T15:00:00Z') });
    expect((await times(id))[2]).toBe('11-08T15:00 60 Moved');
  });

  it('as a whole moves by the difference on the wall clock, with what stands beside its rule', async () => {
    const id = await create();
    await update(id, {
      scope: 'THIS',
      occurrenceStartsAt: new Date('2027-11-08T15:00:00Z'),
      title: 'Another title',
    });
    await update(id, {
      scope: 'THIS',
      occurrenceStartsAt: new Date('2027-11-15T15:00:00Z'),
      startsAt: new Date('2027-11-16T20:00:00Z'),
    });
    await deleteEvent(stage.services, minji.viewer, {
      id,
      scope: 'THIS',
      occurrenceStartsAt: new Date('2027-11-01T14:00:00Z'),
    });
    await stage.published();
    await update(id, { scope: 'ALL', startsAt: new Date('2027-10-26T15:30:00Z') });
    expect(await times(id)).toMatchInlineSnapshot(`
      [
        "10-26T15:30 60",
        "11-09T16:30 60 Another title",
        "11-16T16:30 → 11-16T20:00 60",
        "11-23T16:30 60",
      ]
    `);
    expect(
      await stage.rows('select recurrence_rule as rule from calendar.events where id = $1', [id]),
    ).toEqual([{ rule: 'FREQ=WEEKLY;BYDAY=TU;COUNT=5' }]);
    expect(await told()).toEqual(['event-moved 5']);
  });

  it('is moved as a whole by any of its occurrences', async () => {
    const id = await create();
    await update(id, {
      scope: 'ALL',
      occurrenceStartsAt: new Date('2027-11-15T15:00:00Z'),
      startsAt: new Date('2027-11-15T16:00:00Z'),
      endsAt: new Date('2027-11-15T16:30:00Z'),
    });
    expect(await times(id)).toMatchInlineSnapshot(`
      [
        "10-25T15:00 30",
        "11-01T15:00 30",
        "11-08T16:00 30",
        "11-15T16:00 30",
        "11-22T16:00 30",
      ]
    `);
  });

  it('is split by a change of one and all after it; overrides go with their side', async () => {
    const id = await create();
    for (const [day, title] of [
      ['01', 'Early'],
      ['15', 'Late'],
    ] as const)
      await update(id, {
        scope: 'THIS',
        occurrenceStartsAt: new Date(`2027-11-${day}T${day === '01' ? 14 : 15}:00:00Z`),
        title,
      });
    await stage.published();
    const { eventId } = await update(id, {
      scope: 'THIS_AND_FOLLOWING',
      occurrenceStartsAt: new Date('2027-11-08T15:00:00Z'),
      startsAt: new Date('2027-11-08T17:00:00Z'),
    });
    expect(eventId).not.toBe(id);
    expect([await times(id), await times(eventId)]).toMatchInlineSnapshot(`
      [
        [
          "10-25T14:00 60",
          "11-01T14:00 60 Early",
        ],
        [
          "11-08T17:00 60",
          "11-15T17:00 60 Late",
          "11-22T17:00 60",
        ],
      ]
    `);
    expect(await told()).toEqual(['event-changed 4', 'event-scheduled 1']);
  });

  it('is changed as a whole when nothing would be left before the split', async () => {
    const id = await create();
    const { eventId } = await update(id, {
      scope: 'THIS_AND_FOLLOWING',
      occurrenceStartsAt: new Date('2027-10-25T14:00:00Z'),
      title: 'All of it',
    });
    expect(eventId).toBe(id);
    expect((await stage.rows('select 1 from calendar.events where split_from = $1', [id])).length).toBe(0);
  });

  it('ends before an occurrence that is deleted with all after it, and as a whole with the last', async () => {
    const id = await create();
    const remove = (occurrenceStartsAt: string, scope: 'THIS' | 'THIS_AND_FOLLOWING') =>
      deleteEvent(stage.services, minji.viewer, {
        id,
        scope,
        occurrenceStartsAt: new Date(occurrenceStartsAt),
      });
    await remove('2027-11-08T15:00:00Z', 'THIS_AND_FOLLOWING');
    expect(await times(id)).toEqual(['10-25T14:00 60', '11-01T14:00 60']);
    await remove('2027-10-25T14:00:00Z', 'THIS');
    await remove('2027-11-01T14:00:00Z', 'THIS');
    expect(await times(id)).toEqual([]);
    expect(await told()).toEqual(['event-changed 2', 'event-cancelled 3', 'event-cancelled 4']);
    expect(await stage.rows('select is_cancelled from calendar.events where id = $1', [id])).toEqual([
      { is_cancelled: true },
    ]);
  });

  it('becomes one event with an empty rule', async () => {
    const id = await create();
    await update(id, { scope: 'ALL', recurrenceRule: '' });
    expect(await times(id)).toEqual(['10-25T14:00 60']);
  });

  it('refuses a second editor who saw an older version, and names an occurrence it does not have', async () => {
    const id = await create();
    await update(id, { scope: 'ALL', title: 'First', expectedVersion: 1 });
    await expect(update(id, { scope: 'ALL', title: 'Second', expectedVersion: 1 })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    for (const occurrenceStartsAt of [undefined, new Date('2027-10-25T14:00:01Z')])
      await expect(update(id, { scope: 'THIS', title: 'x', occurrenceStartsAt })).rejects.toMatchObject({
        field: 'input.occurrenceStartsAt',
      });
  });

  it('is seen but not changed by whom it invites', async () => {
    const joon = await stage.person();
    const id = await create({ attendeeIds: [joon.id] });
    await expect(
      updateEvent(stage.services, joon.viewer, { id, scope: 'ALL', title: 'x' }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const stranger = await stage.person();
    await expect(
      updateEvent(stage.services, stranger.viewer, { id, scope: 'ALL', title: 'x' }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('without an end is written 24 months ahead, and the daily job writes on', async () => {
    const id = await create({
      recurrenceRule: 'FREQ=MONTHLY',
      startsAt: new Date('2026-12-01T14:00:00Z'),
      endsAt: new Date('2026-12-01T15:00:00Z'),
    });
    expect((await times(id)).length).toBe(24);
    const { extendSeries } = await import('./extend-series.ts');
    stage.setNow(new Date('2027-06-15T00:00:00Z'));
    expect(await extendSeries(stage.services)).toBe(1);
    stage.setNow(new Date('2026-11-21T00:00:00Z'));
    expect((await times(id)).length).toBe(31);
    expect(await extendSeries(stage.services)).toBe(0);
  });
});

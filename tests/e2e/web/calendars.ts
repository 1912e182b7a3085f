import { expect, type Locator, type Page } from '@playwright/test';
import { z } from 'zod';
import type { Person } from '../person.ts';
import type { Visitor } from './people.ts';
import { uuidV7 } from './rooms.ts';

const calendars = z.object({ me: z.object({ calendars: z.array(z.object({ id: z.string() })) }) });
const made = z.object({ createEvent: z.object({ event: z.object({ id: z.string() }) }) });

const createEvent = `mutation ($input: CreateEventInput!) {
  createEvent(input: $input) { ... on CreateEventPayload { event { id } } }
}`;

const setZone = `mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { __typename } }`;

/** Monday to Sunday of a week that no clock changes in, far enough for nothing to be over. */
export const monday = '2027-03-15';

const hourMs = 3_600_000;

export interface Planned {
  readonly title: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly recurrenceRule?: string;
  readonly attendeeIds?: readonly string[];
  readonly meetingRoomId?: string;
}

/** An event in the person's own calendar, made by the API. Answers its id. */
export async function plan(person: Person, planned: Planned): Promise<string> {
  const { me } = await person.read(calendars, '{ me { calendars { id } } }');
  const input = {
    id: uuidV7(),
    calendarId: me.calendars[0]?.id,
    timeZone: 'Asia/Seoul',
    ...planned,
  };
  const { createEvent: result } = await person.read(made, createEvent, { input });
  return result.event.id;
}

/** An hour of that week on Seoul's clocks; day 0 is Monday. */
export function hourOf(day: number, hour: number): Pick<Planned, 'startsAt' | 'endsAt'> {
  const startsMs = Date.parse(`${monday}T00:00:00+09:00`) + (day * 24 + hour) * hourMs;
  return { startsAt: new Date(startsMs).toISOString(), endsAt: new Date(startsMs + hourMs).toISOString() };
}

/** The week of `monday` for a member whose clocks are Seoul's. */
export async function openWeek({ page, person }: Visitor): Promise<void> {
  await person.data(setZone, { input: { timeZone: 'Asia/Seoul' } });
  await page.goto(`/calendar?view=week&on=${monday}`);
  await expect(page.locator('[data-grid]')).toBeVisible();
  await page.locator('.grid').evaluate((grid) => (grid.scrollTop = 8 * 48));
}

export const event = (page: Page, title: string): Locator =>
  page.locator('[data-occurrence]').filter({ hasText: title });

/** What a screen reader says of each occurrence with that title, in order. */
export async function spoken(page: Page, title: string): Promise<string[]> {
  const labels = await event(page, title).evaluateAll((all) =>
    all.map((one) => one.getAttribute('aria-label') ?? ''),
  );
  return labels.map((label) => label.replaceAll(/[\u2009\u202f]/g, ' '));
}

/** The middle of an hour's line in the column of a day (0 is Sunday, where the week begins). */
export async function pointAt(page: Page, column: number, hour: number): Promise<{ x: number; y: number }> {
  const box = await page.locator('[data-grid]').boundingBox();
  if (!box) throw new Error('There is no grid');
  return { x: box.x + (box.width / 7) * (column + 0.5), y: box.y + hour * 48 + 1 };
}

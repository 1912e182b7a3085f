import { expect } from '@playwright/test';
import type { Cast, Somebody } from './cast.ts';
import { clockOf, englishTime, firstHour, koreanTime } from './clock.ts';

export const title = 'Busan site visit';

export interface Visit {
  readonly eventId: string;
  readonly roomId: string;
}

/** Jiwon opens a room with Minji, and plans the visit with that room and with her. */
export async function scheduleVisit({ jiwon, minji }: Cast): Promise<Visit> {
  const { page } = jiwon;
  await page.goto('/chat');
  await page.getByRole('button', { name: 'New room' }).first().click();
  const dialog = page.getByRole('dialog');
  // Not forced: that would not wait until the dialog stands still.
  await dialog.getByLabel('Several people').check();
  await dialog.getByLabel('Title').fill(title);
  await pick(jiwon, minji);
  await dialog.getByRole('button', { name: 'Create room' }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  const roomId = lastPart(page.url());

  await page.goto('/calendar');
  await page.getByRole('button', { name: 'New event' }).click();
  await dialog.getByLabel('Title').fill(title);
  await dialog.getByLabel('Start time').fill(clockOf(firstHour));
  await expect(dialog.getByLabel('End time')).toHaveValue(clockOf(firstHour + 1));
  await dialog.getByText('Attendees').click();
  await pick(jiwon, minji);
  await dialog.getByLabel('Chat room').selectOption(title);
  await dialog.getByLabel('Location').fill('Busan, gate 3');
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page.getByText(`“${title}” is in the calendar`)).toBeVisible();
  await page.locator('[data-occurrence]').filter({ hasText: title }).click();
  await dialog.getByRole('link', { name: 'Open as a page' }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  return { roomId, eventId: lastPart(page.url()) };
}

async function pick({ page }: Somebody, { person }: Somebody): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Search people').fill(person.handle);
  await dialog.getByRole('list', { name: 'People' }).getByRole('button', { name: person.handle }).click();
  await expect(dialog.getByRole('list', { name: 'Chosen' })).toBeVisible();
}

const lastPart = (url: string): string => new URL(url).pathname.split('/').at(-1) ?? '';

/** The line of the visit on Today. */
export const visitToday = ({ page }: Somebody) =>
  page.getByRole('main').getByRole('listitem').filter({ hasText: '대화방 열기' }).filter({ hasText: title });

/** It turns up on Minji's Today by itself; her answer turns up before Jiwon. */
export async function acceptVisit({ minji, jiwon }: Cast): Promise<void> {
  const { page } = minji;
  await expect(visitToday(minji)).toContainText(koreanTime(firstHour));
  await expect(visitToday(minji)).toContainText('아직 답하지 않음');
  await visitToday(minji).getByRole('link', { name: title }).click();
  await page.getByRole('button', { name: '참석', exact: true }).click();
  await expect(page.getByRole('button', { name: '참석', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await expect(jiwon.page.getByRole('listitem').filter({ hasText: minji.name })).toContainText('Yes');
}

/** By an hour; told once in the room, and Minji's open Today shows it by itself. */
export async function moveVisit({ jiwon, minji }: Cast, { eventId, roomId }: Visit): Promise<void> {
  await minji.page.goto('/');
  await expect(visitToday(minji)).toContainText(koreanTime(firstHour));
  await jiwon.page.goto(`/calendar/events/${eventId}`);
  await jiwon.page.getByRole('button', { name: 'Edit' }).click();
  const dialog = jiwon.page.getByRole('dialog');
  await dialog.getByLabel('Start time').fill(clockOf(firstHour + 1));
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(jiwon.page.getByRole('main').locator('time').first()).toHaveText(
    englishStartOf(firstHour + 1),
  );

  await expect(visitToday(minji)).toContainText(koreanTime(firstHour + 1));
  await expect(visitToday(minji)).not.toContainText(koreanTime(firstHour));
  await minji.page.goto(`/chat/${roomId}`);
  await expect(moveNotice(minji)).toHaveCount(1);
  await jiwon.page.goto(`/chat/${roomId}`);
  await expect(jiwon.page.getByRole('log').getByText('moved the event from')).toHaveText(
    englishTime(firstHour + 1),
  );
}

/** What the room says of the move, in Minji's language. */
export const moveNotice = ({ page }: Somebody) =>
  page.getByRole('log').getByText(`${koreanTime(firstHour)} → ${koreanTime(firstHour + 1)}`);

/** A range says AM or PM once where both ends have the same. */
const englishStartOf = (hour: number): RegExp => new RegExp(String.raw`\b${hour % 12 || 12}:00`);

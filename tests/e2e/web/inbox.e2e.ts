import { expect, type Page } from '@playwright/test';
import { changeEvent, newEvent } from '../events.ts';
import { askedOperation } from './asked-operation.ts';
import { test } from './people.ts';
import { message, newRoom, openRoom, write } from './rooms.ts';

const hourMs = 3_600_000;
const later = (instant: Date) => new Date(instant.getTime() + hourMs).toISOString();

const items = (page: Page) => page.locator('[data-notification-id]');
const item = (page: Page, text: string) => items(page).filter({ hasText: text });
const badge = (page: Page) => page.getByRole('navigation').locator('a[href="/inbox"] .badge');

test('an invitation arrives live in every tab and is read once for all of them', async ({
  visitor,
  account,
}) => {
  const sora = await account('Sora Choi');
  const { page, person } = await visitor('Minji Lee');
  const other = await page.context().newPage();
  await page.goto('/inbox');
  await expect(page.getByText('Nothing here yet')).toBeVisible();
  await other.goto('/inbox');
  await expect(other.getByText('Nothing here yet')).toBeVisible();

  const event = await newEvent(sora, { title: 'Busan site visit', attendees: [person] });
  for (const tab of [page, other]) {
    await expect(item(tab, 'Sora Choi invited you to Busan site visit')).toBeVisible();
    await expect(badge(tab)).toContainText('1');
  }

  await changeEvent(sora, event.id, { startsAt: later(event.startsAt) });
  const moved = item(page, 'Sora Choi moved Busan site visit');
  await expect(moved).toContainText('6:00 AM →');
  await expect(moved).toContainText('7:00 AM');
  await expect(badge(other)).toContainText('2');

  await moved.getByRole('button').click();
  await expect(badge(other)).toContainText('1');
  await expect(item(other, 'moved').getByRole('button')).toHaveCount(0);

  await other.getByLabel('Unread only').check();
  await expect(items(other)).toHaveCount(1);
  await other.getByRole('button', { name: 'Mark all read' }).click();
  await expect(badge(page)).toHaveCount(0);
  await expect(items(page)).toHaveCount(2);
  await page.reload();
  await expect(items(page)).toHaveCount(2);
  await expect(badge(page)).toHaveCount(0);
});

test('what was missed while offline arrives once on return', async ({ visitor, account }) => {
  const sora = await account('Sora Choi');
  const { page, person } = await visitor('Minji Lee');
  await page.goto('/inbox');
  await expect(page.getByText('Nothing here yet')).toBeVisible();
  await page.context().setOffline(true);
  await expect(page.getByText('You are offline')).toBeVisible();
  for (const title of ['First', 'Second', 'Third']) await newEvent(sora, { title, attendees: [person] });
  await page.waitForTimeout(1_000);
  await expect(items(page)).toHaveCount(0);
  await page.context().setOffline(false);
  await expect(items(page)).toHaveCount(3);
  await page.waitForTimeout(1_000);
  await expect(items(page)).toHaveCount(3);
  await expect(badge(page)).toContainText('3');
});

test('who follows a notification has read it and is at its source', async ({ visitor, account }) => {
  const sora = await account('Sora Choi');
  const { page, person } = await visitor('Minji Lee');
  const event = await newEvent(sora, { title: 'Busan site visit', attendees: [person] });
  await page.goto('/inbox');
  await item(page, 'Busan site visit').getByRole('link').click();
  await expect(page).toHaveURL(`/calendar/events/${event.id}`);
  await expect(badge(page)).toHaveCount(0);
});

test('a failing inbox says so and can be tried again', async ({ visitor }) => {
  const { page } = await visitor('Minji Lee');
  let isBroken = true;
  await page.route('**/graphql', async (route) => {
    const isAsked = askedOperation(route.request()) === 'Notifications';
    if (isAsked && isBroken) return route.abort();
    return route.continue();
  });
  await page.goto('/inbox');
  await expect(page.getByRole('alert')).toContainText('The inbox could not be loaded');
  isBroken = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('Nothing here yet')).toBeVisible();
});

test('a link in a message is a card with the rights of each reader, and follows what changes', async ({
  visitor,
}) => {
  const minji = await visitor('Minji Lee');
  const jun = await visitor('Jun Park');
  const roomId = await newRoom(minji.person, 'Crane 4', [jun.person]);
  const event = await newEvent(minji.person, { title: 'Busan site visit' });
  await Promise.all([openRoom(minji.page, roomId), openRoom(jun.page, roomId)]);

  const { origin } = new URL(minji.page.url());
  await write(minji.page, `See ${origin}/calendar/events/${event.id}`);
  const card = (page: Page) => message(page, 'See').locator('[data-card]');
  await expect(card(minji.page)).toContainText('Busan site visit');
  await expect(card(jun.page)).toContainText('Not visible to you');
  await expect(jun.page.getByText('Busan site visit')).toHaveCount(0);

  await changeEvent(minji.person, event.id, { attendeeIds: [jun.person.memberId] });
  await expect(card(jun.page)).toContainText('Busan site visit');
  await expect(card(jun.page)).toContainText('Answer');
  await changeEvent(minji.person, event.id, { title: 'Ulsan site visit' });
  await expect(card(jun.page)).toContainText('Ulsan site visit');
});

test('an event that moves says so once in its room, in the language of each reader', async ({ visitor }) => {
  const minji = await visitor('Minji Lee');
  const jun = await visitor('Jun Park');
  await jun.page.goto('/settings');
  await jun.page.getByLabel('한국어').check();
  const roomId = await newRoom(minji.person, 'Busan', [jun.person]);
  const event = await newEvent(minji.person, {
    ...{ title: 'Site visit', attendees: [jun.person], chatRoomId: roomId },
  });
  await Promise.all([openRoom(minji.page, roomId), openRoom(jun.page, roomId)]);
  await changeEvent(minji.person, event.id, { startsAt: later(event.startsAt) });
  const log = (page: Page) => page.getByRole('log');
  await expect(log(minji.page).getByText('Minji Lee moved the event from')).toHaveCount(1);
  await expect(log(minji.page).locator('[data-card]')).toContainText('Site visit');
  await expect(log(jun.page).getByText('오전 6:00 →')).toHaveCount(1);
  await expect(log(jun.page).getByText('→ 오전 7:00')).toHaveCount(1);
});

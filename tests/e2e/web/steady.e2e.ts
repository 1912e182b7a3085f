import { expect, type Page } from '@playwright/test';
import { newEvent } from '../events.ts';
import { logInAs } from '../person.ts';
import { houseAdmin } from './house-admin.ts';
import { test } from './people.ts';
import { message, newRoom, numbered, readUpTo, say, uuidV7 } from './rooms.ts';

const phone = { viewport: { width: 390, height: 844 } };
const desktop = { viewport: { width: 1280, height: 800 } };
/** What Lighthouse calls good is 0.1; nobody notices this. */
const mostShift = 0.02;
const thumbPx = 44;
/** Some take one line, some three: what the list guesses of their heights is wrong. */
const talk = numbered('하나', 12).flatMap((text, index) => [
  text,
  `${text}: ${'긴 이야기 '.repeat(20 + index)}`,
]);

for (const [place, options] of Object.entries({ phone, desktop }))
  test(`on a ${place} a room and the inbox open without moving what one reads`, async ({
    visitor,
    account,
  }) => {
    const jun = await account('Jun');
    const { page, person } = await visitor('Minji', options);
    const roomId = await newRoom(jun, 'Busan site visit', [person]);
    await say(jun, roomId, talk);
    await readUpTo(person, roomId, talk.length);
    for (const title of numbered('A visit with a title that needs a second line', 4))
      await newEvent(jun, { title, attendees: [person] });

    await page.goto(`/chat/${roomId}`);
    await expect(message(page, '하나 12:')).toBeVisible();
    expect(await shiftOf(page)).toBeLessThan(mostShift);

    await page.goto('/inbox');
    await expect(page.locator('[data-notification-id]').first()).toContainText('second line');
    expect(await shiftOf(page)).toBeLessThan(mostShift);
  });

test('on a phone the hours of a meeting room can be hit with a thumb', async ({ visitor, baseURL }) => {
  const admin = await logInAs(baseURL ?? '', houseAdmin);
  const name = `Namsan ${Date.now()}`;
  const input = { id: uuidV7(), name, place: 'Seoul HQ, 7th floor', capacity: 6 };
  await admin.data(
    `mutation ($input: CreateMeetingRoomInput!) { createMeetingRoom(input: $input) { __typename } }`,
    { input },
  );
  await admin.close();
  const { page } = await visitor('Minji', phone);
  await page.goto('/calendar/rooms');
  const hours = page.getByRole('region', { name }).getByRole('button');
  await expect(hours).toHaveCount(14);
  const boxes = await Promise.all((await hours.all()).map((hour) => hour.boundingBox()));
  for (const box of boxes) {
    expect(box?.width).toBeGreaterThanOrEqual(thumbPx);
    expect(box?.height).toBeGreaterThanOrEqual(thumbPx);
  }
  // The page itself stays as wide as the phone.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.viewport.width);
  await hours.last().click();
  await expect(page.getByRole('dialog').getByLabel('Title')).toBeVisible();
});

test('the calendar that everybody has is called by a word of their language', async ({ visitor }) => {
  const { page } = await visitor('Minji');
  const calendars = page.getByRole('dialog').getByRole('checkbox');
  await page.goto('/calendar');
  await page.getByRole('button', { name: 'Calendars' }).click();
  await expect(calendars.first()).toHaveAccessibleName('Personal');
  await page.goto('/settings');
  await page.getByLabel('한국어').check();
  await page.getByRole('navigation').getByRole('link', { name: '캘린더' }).click();
  await page.getByRole('button', { name: '캘린더 목록' }).click();
  await expect(calendars.first()).toHaveAccessibleName('내 캘린더');
});

/** Cumulative layout shift since the page was loaded, once it has rested for a moment. */
const shiftOf = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        const add = (entries: PerformanceObserverEntryList) => {
          for (const entry of entries.getEntries()) sum += 'value' in entry ? Number(entry.value) : 0;
        };
        new PerformanceObserver(add).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(sum), 800);
      }),
  );

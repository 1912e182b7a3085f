import { expect } from '@playwright/test';
import { event, hourOf, openWeek, plan, pointAt, spoken } from './calendars.ts';
import { test } from './people.ts';

const english = { locale: 'en-US' };

test('an event is drawn with the mouse, named, moved by drag, and the move is undone', async ({
  visitor,
}) => {
  const minji = await visitor('Minji', english);
  const { page } = minji;
  await openWeek(minji);
  const from = await pointAt(page, 2, 10);
  const until = await pointAt(page, 2, 12);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(until.x, until.y - 20, { steps: 5 });
  await page.mouse.up();
  await page.getByLabel('Title').fill('Crane inspection');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  // The event may come by the live stream before the answer that closes the dialog over it.
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(event(page, 'Crane inspection')).toBeVisible();
  expect(await spoken(page, 'Crane inspection')).toEqual([
    expect.stringContaining('Tuesday, March 16, 10:00 – 11:45 AM'),
  ]);

  const box = await event(page, 'Crane inspection').boundingBox();
  if (!box) throw new Error('The event has no place');
  const to = await pointAt(page, 4, 14);
  await page.mouse.move(box.x + 20, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y + 10, { steps: 8 });
  await page.mouse.up();
  await expect
    .poll(() => spoken(page, 'Crane inspection'))
    .toEqual([expect.stringContaining('Thursday, March 18, 2:00 – 3:45 PM')]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect
    .poll(() => spoken(page, 'Crane inspection'))
    .toEqual([expect.stringContaining('Tuesday, March 16, 10:00 – 11:45 AM')]);
  await page.reload();
  await expect(event(page, 'Crane inspection')).toBeVisible();
  expect(await spoken(page, 'Crane inspection')).toEqual([expect.stringContaining('Tuesday, March 16')]);
});

test('the keyboard alone creates, moves, lengthens and takes back', async ({ visitor }) => {
  const minji = await visitor('Minji', english);
  const { page } = minji;
  await openWeek(minji);
  await page.locator('.day-name').last().focus();
  await page.keyboard.press('Tab');
  await expect(page.locator('[data-grid]')).toBeFocused();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'Shift+ArrowDown', 'Enter'])
    await page.keyboard.press(key);
  await expect(page.getByLabel('Title')).toBeFocused();
  await page.keyboard.type('Drill');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => spoken(page, 'Drill'))
    .toEqual([expect.stringContaining('Tuesday, March 16, 9:30 – 11:00 AM')]);

  await event(page, 'Drill').focus();
  for (const key of ['ArrowRight', 'ArrowDown', 'ArrowDown', 'Shift+ArrowDown'])
    await page.keyboard.press(key);
  await expect(event(page, 'Drill')).toBeFocused();
  await expect(page.getByText('“Drill” to Wednesday, March 17')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByText('“Drill” has moved')).toBeVisible();
  await page.reload();
  await expect
    .poll(() => spoken(page, 'Drill'))
    .toEqual([expect.stringMatching(/Wednesday, March 17, 10:00 AM – 11:45 AM|10:00 – 11:45 AM/)]);

  await event(page, 'Drill').focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Escape');
  expect(await spoken(page, 'Drill')).toEqual([expect.stringContaining('10:00 – 11:45 AM')]);

  for (const [key, name] of [
    ['m', 'Month'],
    ['d', 'Day'],
    ['w', 'Week'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole('button', { name, exact: true })).toHaveAttribute('aria-pressed', 'true');
  }
  await page.keyboard.press('c');
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('of a series, one moves alone, the rest from a day on, and all together', async ({ visitor }) => {
  const minji = await visitor('Minji', english);
  const { page, person } = minji;
  await plan(person, { title: 'Stand-up', ...hourOf(0, 9), recurrenceRule: 'FREQ=DAILY;COUNT=5' });
  await openWeek(minji);
  await expect(event(page, 'Stand-up')).toHaveCount(5);

  const move = async (index: number, key: string, scope: string) => {
    await event(page, 'Stand-up').nth(index).focus();
    await page.keyboard.press(key);
    await page.keyboard.press('Enter');
    await page.getByLabel(scope).check();
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.getByText('“Stand-up” has moved').first()).toBeVisible();
  };
  const starts = async () =>
    (await spoken(page, 'Stand-up')).map((label) =>
      /(\w+day), March \d+, (\d+:\d+)/.exec(label)?.slice(1).join(' '),
    );

  await move(1, 'ArrowDown', 'Only this one');
  await expect
    .poll(starts)
    .toEqual(['Monday 9:00', 'Tuesday 9:15', 'Wednesday 9:00', 'Thursday 9:00', 'Friday 9:00']);
  await move(3, 'ArrowUp', 'This and all that follow');
  await expect
    .poll(starts)
    .toEqual(['Monday 9:00', 'Tuesday 9:15', 'Wednesday 9:00', 'Thursday 8:45', 'Friday 8:45']);
  await move(0, 'ArrowDown', 'The whole series');
  await expect.poll(async () => (await starts())[0]).toBe('Monday 9:15');
  expect((await starts()).slice(3)).toEqual(['Thursday 8:45', 'Friday 8:45']);
});

test('what clashes is told before saving, an invitation is answered, and the other sees it live', async ({
  visitor,
}) => {
  const minji = await visitor('Minji', english);
  const jun = await visitor('Jun', english);
  await plan(jun.person, { title: 'Dentist', ...hourOf(2, 10) });
  await openWeek(jun);
  const { page } = minji;
  await openWeek(minji);
  const place = await pointAt(page, 3, 10);
  await page.mouse.click(place.x, place.y + 10);
  await page.getByLabel('Title').fill('Handover');
  await page.getByText('Attendees').click();
  await page.getByLabel('Search people').fill(jun.person.handle);
  await page.getByRole('button', { name: `@${jun.person.handle}` }).click();
  const panel = page.getByRole('region', { name: 'This clashes with something' });
  await expect(panel).toContainText('Jun');
  await expect(panel).not.toContainText('Dentist');
  await page.getByRole('button', { name: 'Create', exact: true }).click();

  await expect(event(jun.page, 'Handover')).toBeVisible({ timeout: 20_000 });
  await event(jun.page, 'Handover').click();
  await jun.page.getByRole('button', { name: 'Yes' }).click();
  await expect(jun.page.getByRole('button', { name: 'Yes' })).toHaveAttribute('aria-pressed', 'true');
});

test('a deleted event comes back by undo, and a link opens it as a page', async ({ visitor }) => {
  const minji = await visitor('Minji', english);
  const { page, person } = minji;
  const id = await plan(person, { title: 'Site visit', ...hourOf(1, 13) });
  await page.goto(`/calendar/events/${id}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Site visit' })).toBeVisible();
  await expect(page.getByText('Tuesday, March 16')).toBeVisible();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await openWeek(minji);
  await expect(event(page, 'Site visit')).toBeVisible();
});

test('a file of another calendar comes in, its bad entries are named, and it goes out again', async ({
  visitor,
}) => {
  const minji = await visitor('Minji', english);
  const { page } = minji;
  await openWeek(minji);
  await page.getByRole('button', { name: 'Import' }).click();
  const [start, day] = ['20270316T100000', '20270317'];
  const file = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Elsewhere//EN',
    ...entry('one', 'Tide table review', `DTSTART;TZID=Asia/Seoul:${start}`, 'DURATION:PT1H'),
    ...entry('two', 'Backwards', 'DTSTART:20270317T100000Z', 'DTEND:20270317T090000Z'),
    ...entry('three', 'Audit week', `DTSTART;VALUE=DATE:${day}`, 'DTEND;VALUE=DATE:20270319'),
    'END:VCALENDAR',
    '',
  ].join('\r\n');
  await page
    .getByLabel('File')
    .setInputFiles({ name: 'elsewhere.ics', mimeType: 'text/calendar', buffer: Buffer.from(file) });
  await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click();
  await expect(page.getByText('2 events are new')).toBeVisible();
  const refused = page.getByRole('row', { name: 'Backwards' });
  await expect(refused).toContainText('11');
  await expect(refused).toContainText('The end must come after the start.');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  await expect
    .poll(() => spoken(page, 'Tide table review'))
    .toEqual([expect.stringContaining('10:00 – 11:00')]);
  await expect(event(page, 'Audit week')).toBeVisible();

  await page.getByRole('button', { name: 'Calendars' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Export/ }).click();
  const saved = await (await download).createReadStream();
  let text = '';
  for await (const chunk of saved) text += String(chunk);
  expect(text).toContain('SUMMARY:Tide table review');
  expect(text).toContain('SUMMARY:Audit week');
});

const entry = (uid: string, summary: string, ...lines: readonly string[]) => [
  'BEGIN:VEVENT',
  `UID:${uid}@elsewhere.example`,
  'DTSTAMP:20270101T000000Z',
  `SUMMARY:${summary}`,
  ...lines,
  'END:VEVENT',
];

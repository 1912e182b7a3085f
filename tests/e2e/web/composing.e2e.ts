import { expect } from '@playwright/test';
import { askedOperation } from './asked-operation.ts';
import { test } from './people.ts';
import { message, newRoom, numbered, openRoom, readUpTo, say, texts, write } from './rooms.ts';

test('a message that could not be sent says so, and one press sends it once', async ({
  visitor,
  account,
}) => {
  const other = await account('Jun');
  const { page, person } = await visitor('Minji');
  const roomId = await newRoom(other, 'Crane 4', [person]);
  await openRoom(page, roomId);
  await page.route('**/graphql', (route) =>
    askedOperation(route.request()) === 'SendMessage' ? route.abort() : route.continue(),
  );
  await write(page, 'on my way');
  await expect(message(page, 'on my way')).toContainText('Not sent');

  await page.unroute('**/graphql');
  await message(page, 'on my way').getByRole('button', { name: 'Retry' }).click();
  await expect(message(page, 'on my way')).not.toContainText('Not sent');
  await page.reload();
  await expect.poll(() => texts(page, 'on my way')).toEqual(['on my way']);
});

test('what was on its way when the page was closed is sent, once, when it is back', async ({
  visitor,
  account,
}) => {
  const other = await account('Jun');
  const { page, person } = await visitor('Minji');
  const roomId = await newRoom(other, 'Crane 4', [person]);
  await openRoom(page, roomId);
  // The first is stored and its answer lost; the second never leaves.
  await page.route('**/graphql', async (route) => {
    if (askedOperation(route.request()) !== 'SendMessage') return route.continue();
    if (route.request().postData()?.includes('first')) await route.fetch();
    return route.abort();
  });
  await write(page, 'first');
  await write(page, 'second');
  await expect(message(page, 'second')).toContainText('Not sent');
  await expect(message(page, 'first')).not.toContainText('Not sent');

  await page.unroute('**/graphql');
  await page.reload();
  await expect(page.locator('[data-message-id].sent')).toHaveCount(2);
  await page.reload();
  await expect.poll(() => texts(page, 'first')).toEqual(['first']);
  expect(await texts(page, 'second')).toEqual(['second']);
});

test('the divider stands where the reader left off', async ({ visitor, account }) => {
  const other = await account('Jun');
  const { page, person } = await visitor('Minji');
  const roomId = await newRoom(other, 'Crane 4', [person]);
  await say(other, roomId, numbered('read', 3));
  await openRoom(page, roomId);
  await expect(message(page, 'read 3')).toBeVisible();
  await expect(page.getByRole('navigation').getByText('unread')).toHaveCount(0);
  await page.goto('/groups');

  await say(other, roomId, numbered('new', 2));
  await expect(page.getByRole('navigation').getByText('2 unread messages')).toBeAttached();
  await openRoom(page, roomId);
  const divider = page.getByText('New', { exact: true });
  await expect(divider).toBeVisible();
  const [above, at, below] = await Promise.all([
    message(page, 'read 3').boundingBox(),
    divider.boundingBox(),
    message(page, 'new 1').boundingBox(),
  ]);
  expect(above?.y).toBeLessThan(at?.y ?? 0);
  expect(at?.y).toBeLessThan(below?.y ?? 0);
});

test('what was read in the moment before leaving is read', async ({ visitor, account }) => {
  const other = await account('Jun');
  const { page, person } = await visitor('Minji');
  const roomId = await newRoom(other, 'Crane 4', [person]);
  await say(other, roomId, numbered('read', 3));
  await page.goto(`/chat/${roomId}`);
  // The page is left in the very turn in which the room is found to be read.
  await page.evaluate(async () => {
    const message = () => document.querySelector('[data-message-id]');
    const isRead = () => message()?.checkVisibility({ visibilityProperty: true }) && document.hasFocus();
    while (!isRead()) await new Promise(requestAnimationFrame);
    location.assign('/groups');
  });
  await page.waitForURL('**/groups');
  await say(other, roomId, numbered('new', 2));
  await expect(page.getByRole('navigation').getByText('2 unread messages')).toBeAttached();
});

test('history comes in above without moving what is being read', async ({ visitor, account }) => {
  const other = await account('Jun');
  const { page, person } = await visitor('Minji');
  const roomId = await newRoom(other, 'Crane 4', [person]);
  await say(other, roomId, numbered('entry', 130));
  await readUpTo(person, roomId, 130);
  await openRoom(page, roomId);
  await expect(message(page, 'entry 130')).toBeVisible();
  const rows = page.locator('[data-message-id]');
  expect(await rows.count()).toBeLessThan(60);

  await page.getByRole('log').hover();
  const beginning = page.getByText('This is where the conversation begins');
  while (!(await beginning.isVisible())) {
    await page.mouse.wheel(0, -300);
    await page.waitForTimeout(80);
    const reading = rows.nth(Math.floor((await rows.count()) / 2));
    const [id, before] = [await reading.getAttribute('data-message-id'), await reading.boundingBox()];
    await page.waitForTimeout(150);
    const after = await page.locator(`[data-message-id="${id}"]`).boundingBox();
    expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0)), 'what is read stays where it is').toBeLessThan(5);
  }
  await expect(page.getByText('entry 1', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Jump to latest' }).click();
  await expect(message(page, 'entry 130')).toBeVisible();
});

test('who has much to read begins at the divider, and one press leads to the end', async ({
  visitor,
  account,
}) => {
  const other = await account('Jun');
  const { page, person } = await visitor('Minji');
  const roomId = await newRoom(other, 'Crane 4', [person]);
  await say(other, roomId, numbered('entry', 80));
  await readUpTo(person, roomId, 12);
  await openRoom(page, roomId);
  await expect(page.getByText('New', { exact: true })).toBeVisible();
  await expect(page.getByText('entry 13', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: /new messages$/ }).click();
  await expect(message(page, 'entry 80')).toBeVisible();
  await expect(page.getByRole('navigation').getByText('unread')).toHaveCount(0);
});

test('a draft waits in its room, through navigation and reload', async ({ visitor, account }) => {
  const other = await account('Jun');
  const { page, person } = await visitor('Minji');
  const rooms = [
    await newRoom(other, 'Crane 4', [person]),
    await newRoom(other, 'Crane 5', [person]),
  ] as const;
  await openRoom(page, rooms[0]);
  await page.locator('form textarea').fill('half a thought');
  await page.getByRole('link', { name: 'Crane 5' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Crane 5' })).toBeVisible();
  await expect(page.locator('form textarea')).toHaveValue('');
  await openRoom(page, rooms[0]);
  await expect(page.locator('form textarea')).toHaveValue('half a thought');
});

test('a refused message is explained in the language of the reader', async ({ visitor, account }) => {
  const other = await account('Jun');
  const { page, person } = await visitor('민지', { locale: 'ko-KR' });
  const roomId = await newRoom(other, 'Crane 4', [person]);
  await openRoom(page, roomId);
  await write(page, 'bell \u0007 rings');
  await expect(message(page, 'rings').getByRole('alert')).toBeVisible();
});

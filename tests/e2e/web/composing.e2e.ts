import { expect } from '@playwright/test';
import { test } from './people.ts';
import { message, newRoom, numbered, openRoom, say, texts, write } from './rooms.ts';

test('a message that could not be sent says so, and one press sends it once', async ({
  visitor,
  account,
}) => {
  const other = await account('Jun');
  const { page, person } = await visitor('Minji');
  const roomId = await newRoom(other, 'Crane 4', [person]);
  await openRoom(page, roomId);
  await page.route('**/graphql', (route) =>
    route.request().postData()?.includes('SendMessage') ? route.abort() : route.continue(),
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
    const body = route.request().postData() ?? '';
    if (!body.includes('SendMessage')) return route.continue();
    if (body.includes('first')) await route.fetch();
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

test('history comes in above without moving what is being read', async ({ visitor, account }) => {
  const other = await account('Jun');
  const { page, person } = await visitor('Minji');
  const roomId = await newRoom(other, 'Crane 4', [person]);
  await say(other, roomId, numbered('entry', 130));
  await openRoom(page, roomId);
  const log = page.getByRole('log');
  // Everything is new: the reader starts at the divider, not at the end.
  await page.getByRole('button', { name: /new messages?|Jump to latest/ }).click();
  await expect(message(page, 'entry 130')).toBeVisible();
  expect(await log.locator('[data-message-id]').count()).toBeLessThan(60);

  await log.hover();
  for (let turn = 0; turn < 60 && (await message(page, 'This is where').count()) === 0; turn += 1) {
    const before = await placeOfFirstVisible();
    await page.mouse.wheel(0, -40);
    await page.waitForTimeout(60);
    const after = await placeOf(before.id);
    if (after !== null) expect(Math.abs(after - before.top - 40)).toBeLessThan(45);
    await page.mouse.wheel(0, -600);
    await page.waitForTimeout(60);
    if ((await page.getByText('This is where the conversation begins').count()) > 0) break;
  }
  await expect(page.getByText('This is where the conversation begins')).toBeVisible();
  await expect(message(page, 'entry 1').first()).toBeVisible();

  async function placeOfFirstVisible(): Promise<{ id: string; top: number }> {
    return log.evaluate((element) => {
      const { top: edge } = element.getBoundingClientRect();
      const rows = [...element.querySelectorAll<HTMLElement>('[data-message-id]')];
      const row = rows.find((candidate) => candidate.getBoundingClientRect().top > edge + 100);
      return { id: row?.dataset['messageId'] ?? '', top: row?.getBoundingClientRect().top ?? 0 };
    });
  }
  async function placeOf(id: string): Promise<number | null> {
    const box = await page
      .locator(`[data-message-id="${id}"]`)
      .boundingBox({ timeout: 500 })
      .catch(() => null);
    return box?.y ?? null;
  }
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

import { expect } from '@playwright/test';
import { signUp } from '../person.ts';
import { startTcpProxy } from '@moim/kit/testing/tcp-proxy.ts';
import { logIn, test } from './people.ts';
import { message, newRoom, numbered, openRoom, say, texts, write } from './rooms.ts';

const cutMs = 3_000;

test('two people sign up in two browsers, find each other and talk live', async ({ stranger }) => {
  const [minji, jun] = await Promise.all([stranger(), stranger()]);
  const handles = [`minji${Date.now().toString(36)}`, `jun${Date.now().toString(36)}`] as const;
  for (const [page, name, handle] of [
    [minji, 'Minji Lee', handles[0]],
    [jun, 'Jun Park', handles[1]],
  ] as const) {
    await page.goto('/sign-up');
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByLabel('Handle').fill(handle);
    await page.getByLabel('Password').fill('correct horse 7 battery');
    await page.getByRole('button', { name: 'Sign up' }).click();
    await expect(page.getByRole('heading', { name: `Hello, ${name}` })).toBeVisible();
  }

  await minji.goto('/chat');
  await minji.getByRole('button', { name: 'New room' }).first().click();
  await minji.getByLabel('Search people').fill(handles[1]);
  await minji.getByRole('button', { name: `@${handles[1]}` }).click();
  await expect(minji.getByRole('heading', { level: 1, name: 'Jun Park' })).toBeVisible();

  await jun.goto('/chat');
  await jun.getByRole('link', { name: 'Minji Lee' }).click();
  await expect(jun.getByRole('log')).toBeVisible();

  await write(minji, 'See you at the crane at 15:00');
  await expect(message(jun, 'See you at the crane')).toBeVisible();
  await write(jun, '네, 15시에 봐요');
  await expect(message(minji, '네, 15시에 봐요').getByText('Jun Park')).toBeAttached();
});

test('who was offline while ten messages were sent has all ten, once and in order', async ({
  visitor,
  account,
}) => {
  const sender = await account('Jun');
  const receiver = await visitor('Minji');
  const roomId = await newRoom(sender, 'Busan site visit', [receiver.person]);
  await say(sender, roomId, ['before the cut']);
  await openRoom(receiver.page, roomId);
  await expect(message(receiver.page, 'before the cut')).toBeVisible();

  const { page } = receiver;
  await page.context().setOffline(true);
  await expect(page.getByText('You are offline')).toBeVisible();
  await say(sender, roomId, numbered('missed', 10));
  await page.waitForTimeout(cutMs);
  expect(await texts(page, 'missed')).toEqual([]);
  await page.context().setOffline(false);

  await expect.poll(() => texts(page, 'missed'), { timeout: 20_000 }).toEqual(numbered('missed', 10));
  await say(sender, roomId, ['after the cut']);
  await expect(message(page, 'after the cut')).toHaveCount(1);
  expect(await texts(page, 'missed')).toEqual(numbered('missed', 10));
});

test('a connection that is cut under the browser loses and repeats nothing', async ({
  baseURL,
  account,
  browser,
}) => {
  const network = await startTcpProxy(Number(new URL(baseURL ?? '').port));
  const context = await browser.newContext({ baseURL: `http://localhost:${network.port}` });
  const page = await context.newPage();
  const sender = await account('Jun');
  const receiver = await signUp(baseURL ?? '', { name: 'Minji', password: 'correct horse 7 battery' });
  const roomId = await newRoom(sender, 'Busan site visit', [receiver]);
  await logIn(page, receiver.handle);
  await openRoom(page, roomId);
  await say(sender, roomId, numbered('live', 3));
  await expect.poll(() => texts(page, 'live')).toEqual(numbered('live', 3));

  network.freeze();
  await say(sender, roomId, numbered('missed', 10));
  await page.waitForTimeout(cutMs);
  expect(await texts(page, 'missed')).toEqual([]);
  network.heal();

  await expect.poll(() => texts(page, 'missed'), { timeout: 30_000 }).toEqual(numbered('missed', 10));
  expect(await texts(page, 'live')).toEqual(numbered('live', 3));
  await context.close();
  await receiver.close();
  await network.close();
});

test('the list shows the last message and what is unread, and a room that is read is read', async ({
  visitor,
  account,
}) => {
  const sender = await account('Jun');
  const { page, person } = await visitor('Minji');
  await page.goto('/chat');
  const roomId = await newRoom(sender, 'Crane 4', [person]);
  const line = page.getByRole('link', { name: 'Crane 4' });
  await expect(line).toBeVisible();
  await say(sender, roomId, ['firmware 2.3 is out', 'who can come?']);
  await expect(line).toContainText('Jun: who can come?');
  await expect(line).toContainText('2 unread messages');

  await line.click();
  await expect(message(page, 'who can come?')).toBeVisible();
  await expect(line).not.toContainText('unread');
  await page.reload();
  await expect(line).toBeVisible();
  await expect(line).not.toContainText('unread');
});

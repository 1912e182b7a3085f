import { expect } from '@playwright/test';
import { logIn, test } from './people.ts';
import { newRoom, openRoom } from './rooms.ts';

test('language and theme change at once and are there after a reload', async ({ visitor }) => {
  const { page } = await visitor('Minji');
  await page.goto('/settings');
  await page.getByLabel('한국어').check();
  await expect(page.getByRole('heading', { level: 1, name: '설정' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
  await page.getByLabel('어둡게').check();
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(11, 18, 32)');

  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: '설정' })).toBeVisible();
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(11, 18, 32)');
});

test('a new name is seen by the others, and a name of blanks is refused', async ({ visitor }) => {
  const { page } = await visitor('Minji');
  await page.goto('/settings');
  await page.getByLabel('Name').fill('Minji Lee');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved')).toBeVisible();
  await expect(page.getByRole('navigation')).toContainText('Minji Lee');
  await page.getByLabel('Name').fill('x'.repeat(51));
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('A name has 1 to 50 visible characters.')).toBeVisible();
});

test('times follow the time zone of the profile', async ({ visitor }) => {
  const { page } = await visitor('Minji');
  await page.goto('/settings');
  await page.getByLabel('Time zone').selectOption('America/New_York');
  await expect(page.getByText('Saved')).toBeVisible();
  await page.goto('/');
  await expect(page.getByText('America/New_York')).toBeVisible();
});

test('logging out in one tab ends the session in the other, and the cookie no longer helps', async ({
  visitor,
}) => {
  const { page } = await visitor('Minji');
  const other = await page.context().newPage();
  await other.goto('/chat');
  await expect(other.getByRole('navigation')).toBeVisible();
  await page.goto('/settings');
  await page.getByRole('button', { name: 'Log out' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Log in' })).toBeVisible();
  await expect(other.getByRole('heading', { level: 1, name: 'Log in' })).toBeVisible();
  await page.goto('/chat');
  await expect(page).toHaveURL(/\/log-in\?to=%2Fchat$/);
});

test('who deletes the account is out at once and becomes a former member to others', async ({ visitor }) => {
  const leaver = await visitor('Minji');
  const stayer = await visitor('Jun');
  const roomId = await newRoom(leaver.person, 'Crane 4', [stayer.person]);
  await openRoom(leaver.page, roomId);
  await leaver.page.locator('form textarea').fill('farewell');
  await leaver.page.locator('form textarea').press('Enter');
  await expect(leaver.page.locator('[data-message-id].sent')).toHaveCount(1);

  await leaver.page.goto('/settings');
  await leaver.page.getByRole('button', { name: 'Delete account' }).click();
  await leaver.page.getByLabel('Password').fill('not the password');
  await leaver.page.getByRole('button', { name: 'Delete for good' }).click();
  await expect(leaver.page.getByText('The password is not right.')).toBeVisible();
  await leaver.page.getByLabel('Password').fill('correct horse 7 battery');
  await leaver.page.getByRole('button', { name: 'Delete for good' }).click();
  await expect(leaver.page.getByRole('heading', { level: 1, name: 'Log in' })).toBeVisible();

  await openRoom(stayer.page, roomId);
  const farewell = stayer.page.locator('[data-message-id]').filter({ hasText: 'farewell' });
  await expect(farewell).toContainText('Former member');
  await leaver.page.locator('input[autocomplete=username]').fill(leaver.person.handle);
  await leaver.page.locator('input[type=password]').fill('correct horse 7 battery');
  await leaver.page.locator('form button[type=submit]').click();
  await expect(leaver.page.getByRole('alert')).toContainText('not right');
});

test('who is ended from elsewhere is shown the log-in, wherever they are', async ({ visitor, account }) => {
  const other = await account('Jun');
  const { page, person } = await visitor('Minji');
  const roomId = await newRoom(other, 'Crane 4', [person]);
  await openRoom(page, roomId);
  const withdraw = 'mutation ($input: WithdrawInput!) { withdraw(input: $input) { __typename } }';
  await person.data(withdraw, { input: { password: 'correct horse 7 battery' } });
  await expect(page.getByRole('heading', { level: 1, name: 'Log in' })).toBeVisible({ timeout: 15_000 });
});

test('tabs that wake up together share one session and keep it', async ({ visitor }) => {
  const { page } = await visitor('Minji');
  const tabs = [page, ...(await Promise.all([1, 2, 3].map(() => page.context().newPage())))];
  for (let round = 0; round < 2; round += 1) {
    await Promise.all(tabs.map((tab) => tab.goto('/settings')));
    for (const tab of tabs)
      await expect(tab.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  }
});

test('a deep link survives the log-in, and leads nowhere else', async ({ stranger, account }) => {
  const person = await account('Minji');
  const page = await stranger();
  await page.goto('/groups');
  await expect(page).toHaveURL(/\/log-in\?to=%2Fgroups$/);
  await page.locator('input[autocomplete=username]').fill(person.handle);
  await page.locator('input[type=password]').fill('correct horse 7 battery');
  await page.locator('form button[type=submit]').click();
  await expect(page.getByRole('heading', { level: 1, name: 'Groups' })).toBeVisible();

  const second = await stranger();
  await logIn(second, person.handle);
  await second.goto('/log-in?to=//example.org');
  await expect(second.getByRole('navigation')).toBeVisible();
  expect(new URL(second.url()).pathname).toBe('/');
});

import { expect } from '@playwright/test';
import { test } from './people.ts';
import { newRoom, say } from './rooms.ts';

test('the explorer answers as the viewer, follows a live subscription and asks nobody else', async ({
  visitor,
  account,
  baseURL,
}) => {
  const other = await account('Jun');
  const { page, person } = await visitor('Minji');
  const foreign: string[] = [];
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== baseURL) foreign.push(request.url());
  });
  const roomId = await newRoom(other, 'Crane 4', [person]);

  await page.goto('/explorer');
  const editor = page
    .getByRole('region', { name: 'Query Editor' })
    .or(page.locator('.graphiql-query-editor'));
  const answer = page.locator('.graphiql-response');
  await expect(editor.first()).toBeVisible({ timeout: 30_000 });

  await run('Me');
  await expect(answer).toContainText(person.handle);
  await run('Inbox');
  await expect(page.getByRole('button', { name: /Stop/ })).toBeVisible();
  await page.waitForTimeout(500);
  await say(other, roomId, ['hello explorer']);
  await expect(answer).toContainText('hello explorer');
  expect(foreign).toEqual([]);

  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(page.locator('body.graphiql-dark')).toBeVisible();
  await expect(answer, 'a new look costs no answer').toContainText('hello explorer');

  /** Two operations are typed, so the button asks which; until the editor has read them it does not. */
  async function run(operation: string) {
    await expect(async () => {
      await page.getByRole('button', { name: /Execute|Stop/ }).click();
      await page.getByRole('menuitem', { name: operation }).click({ timeout: 1_500 });
    }).toPass();
  }
});

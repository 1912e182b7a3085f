import { expect } from '@playwright/test';
import { test } from './people.ts';

test('a group is made, grows, gets a room that follows it, and shrinks', async ({ visitor, account }) => {
  const owner = await visitor('Sora');
  const jun = await visitor('Jun');
  const dana = await account('Dana');
  const { page } = owner;

  await page.goto('/groups');
  await page.getByRole('button', { name: 'New group' }).click();
  await page.getByLabel('Group name').fill('Engineering');
  await page.getByLabel('Search people').fill(jun.person.handle);
  await page.getByRole('button', { name: `@${jun.person.handle}` }).click();
  await page.getByRole('button', { name: 'Create group' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Engineering' })).toBeVisible();
  await expect(page.getByText(`@${jun.person.handle}`)).toBeVisible();

  await page.getByRole('button', { name: 'Add member' }).click();
  await page.getByLabel('Search people').fill(dana.handle);
  await page.getByRole('button', { name: `@${dana.handle}` }).click();
  await expect(page.getByText('Dana is in the group now')).toBeVisible();
  await expect(page.locator('main').getByText(`@${dana.handle}`)).toBeVisible();

  await page.getByRole('button', { name: 'Start a room' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Engineering' })).toBeVisible();
  await expect(page.getByRole('log')).toBeVisible();
  await jun.page.goto('/chat');
  await jun.page.getByRole('link', { name: 'Engineering' }).click();
  await expect(jun.page.getByRole('log')).toBeVisible();

  await page.goto('/groups');
  await page.getByRole('link', { name: 'Engineering' }).click();
  await page.getByRole('button', { name: 'Remove Jun' }).click();
  await expect(page.getByText('Jun is no longer in the group')).toBeVisible();
  await expect(jun.page.getByText('This room is not there')).toBeVisible({ timeout: 15_000 });
  await expect(jun.page.getByRole('link', { name: 'Engineering' })).toHaveCount(0);
});

test('the last owner of a group cannot leave it, and is told why', async ({ visitor }) => {
  const { page } = await visitor('Sora');
  await page.goto('/groups');
  await page.getByRole('button', { name: 'New group' }).click();
  await page.getByLabel('Group name').fill('Dispatch');
  await page.getByRole('button', { name: 'Create group' }).click();
  await page.getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByText('A group needs an owner')).toBeVisible();
});

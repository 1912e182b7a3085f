import { expect } from '@playwright/test';
import { test } from './people.ts';

test('a form over a page begins at its first value, is kept from a slip, and is sent by Enter', async ({
  visitor,
}) => {
  const { page } = await visitor('Minji');
  await page.goto('/groups');
  const opener = page.getByRole('button', { name: 'New group' }).first();
  const dialog = page.getByRole('dialog', { name: 'New group' });
  const name = dialog.getByLabel('Group name');
  const warning = dialog.getByText('If you close this again, it is lost.');

  await opener.click();
  await expect(name).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(opener).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(name).toBeFocused();
  await page.keyboard.type('Crane 4');
  await page.keyboard.press('Escape');
  await expect(warning).toBeVisible();
  await page.keyboard.type('2');
  await expect(warning).toBeHidden();
  await expect(name).toHaveValue('Crane 42');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(warning).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);

  await opener.click();
  await name.fill('Crane 5');
  await dialog.getByLabel('Search people').press('Enter');
  await expect(dialog).toBeVisible();
  await name.press('Enter');
  await expect(page.getByRole('heading', { name: 'Crane 5' })).toBeVisible();
});

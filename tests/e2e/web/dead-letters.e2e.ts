import { expect } from '@playwright/test';
import { publishDeadEvent } from './dead-events.ts';
import { giveRole, test } from './people.ts';

test('an operator sees an event that was given up, tries it again and discards it on record', async ({
  visitor,
  baseURL: url = '',
}) => {
  const { page, person, name } = await visitor('Dana');
  await giveRole(url, person, 'OPERATOR');
  const aggregateId = await publishDeadEvent(url);
  await page.goto('/admin/dead-letters');
  // Other tests' letters may lie beside it.
  const letter = page.getByRole('article').filter({ hasText: aggregateId });
  await expect(letter).toContainText('travel.recommendation-failed.v1');
  await expect(letter.locator('.error')).not.toBeEmpty();

  await letter.getByRole('checkbox').check({ force: true });
  await page.getByRole('button', { name: 'Try again (1)' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Events that are tried again: 1' })).toBeVisible();
  await expect(async () => {
    await page.getByRole('button', { name: 'Refresh' }).click();
    const record = letter.getByRole('list');
    await expect(record).toContainText(`tried again by ${name}`, { timeout: 1_000 });
    await expect(record).toContainText('It failed again', { timeout: 1_000 });
  }).toPass({ timeout: 15_000 });

  await letter.getByRole('button', { name: 'Discard' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Discard for good' }).click();
  const reason = dialog.getByLabel('Reason');
  await expect(reason).toBeFocused();
  await expect(reason).toHaveAttribute('aria-invalid', 'true');
  await reason.fill('Published by hand, says nothing');
  await dialog.getByRole('button', { name: 'Discard for good' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(letter).toHaveCount(0);

  await page.getByRole('radio', { name: 'Discarded' }).check();
  await expect(letter).toContainText('Published by hand, says nothing');
});

test('whoever is no operator is told so', async ({ visitor }) => {
  const { page } = await visitor('Alex');
  await page.goto('/admin/dead-letters');
  await expect(page.getByText('Only operators can open this page')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Refresh' })).toHaveCount(0);
});

import { expect } from '@playwright/test';
import { test } from './people.ts';

test('credits are bought on the page of the provider and are there on return', async ({ visitor }) => {
  const { page } = await visitor('Sora');
  await page.goto('/wallet');
  await expect(page.getByText('Nothing has come in or gone out yet.')).toBeVisible();

  await page.getByRole('button', { name: 'Top up' }).click();
  await page.getByRole('radio', { name: 'Other' }).check();
  await page.getByRole('button', { name: 'To payment' }).click();
  await expect(page.getByText('A whole number from 1 to 100,000.')).toBeVisible();
  await page.getByRole('spinbutton', { name: 'Credits' }).fill('250');
  await expect(page.getByText('₩2,500')).toBeVisible();
  await page.getByRole('button', { name: 'To payment' }).click();

  await expect(page.getByText('250 credits · 2,500 KRW')).toBeVisible();
  await page.getByRole('button', { name: 'Pay' }).click();
  await expect(page.getByText('250 credits have come in')).toBeVisible();
  await expect(page.getByRole('definition').first()).toHaveText('250 credits');
  await expect(page.getByText('Topped up')).toBeVisible();
  await page.reload();
  await expect(page.getByText('+250')).toBeVisible();
  await expect(page.getByText('250 credits have come in')).toHaveCount(0);
});

test('a payment that is cancelled costs nothing and says so', async ({ visitor }) => {
  const { page } = await visitor('Sora');
  await page.goto('/wallet');
  await page.getByRole('button', { name: 'Top up' }).click();
  await page.getByRole('button', { name: 'To payment' }).click();
  // The provider's own: the dialog that leads there has one as well.
  await page.getByRole('button', { name: '취소 · Cancel' }).click();
  await expect(page.getByText('The payment did not go through')).toBeVisible();
  await expect(page.getByRole('definition').first()).toHaveText('0 credits');
});

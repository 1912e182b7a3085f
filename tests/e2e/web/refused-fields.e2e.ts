import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';
import { logIn, test } from './people.ts';

/** Marked for eyes and for screen readers, with its reason, and where the typing goes on. */
async function expectRefused(input: Locator, text: string): Promise<void> {
  await expect(input).toHaveAttribute('aria-invalid', 'true');
  await expect(input).toHaveAccessibleDescription(text);
  await expect(input).toBeFocused();
}

const findings = async (page: Page) => (await new AxeBuilder({ page }).analyze()).violations;

test('a value that the server refuses is marked at its input, first in Korean', async ({
  account,
  stranger,
}) => {
  const person = await account('이민지');
  await person.data('mutation { updateProfile(input: { locale: KO }) { __typename } }');
  const page = await stranger();
  await logIn(page, person.handle);
  await page.goto('/cover');
  await page.getByLabel('실명').fill('이민지');
  await page.getByLabel('전화번호').fill('12');
  await page.getByRole('button', { name: '저장하고 시작' }).click();
  await expectRefused(page.getByLabel('전화번호'), '010-1234-5678처럼 써 주세요.');
  await expect(page.getByLabel('실명')).toHaveAttribute('aria-invalid', 'false');
  expect(await findings(page)).toEqual([]);
});

test('and in English, inside a dialog, until it is put right', async ({ visitor }) => {
  const { page } = await visitor('Minji');
  await page.goto('/calendar?view=week');
  await page.getByRole('button', { name: 'New event' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Title').fill('A meeting of years');
  const ends = dialog.getByLabel('Ends');
  const day = await ends.inputValue();
  await ends.fill(`${Number(day.slice(0, 4)) + 3}${day.slice(4)}`);
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expectRefused(ends, 'The end must be after the start, and at most a year later.');
  expect(await findings(page)).toEqual([]);
  await ends.fill(day);
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(dialog).toHaveCount(0);
});

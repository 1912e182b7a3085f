import { expect } from '@playwright/test';
import { giveRole, test } from './people.ts';

test('an administrator creates an app, is shown its secret once, and revokes it', async ({
  visitor,
  baseURL: url = '',
}) => {
  const { page, person, name: admin } = await visitor('Dana');
  await giveRole(url, person, 'ADMIN');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/admin/apps');
  const name = `Display ${crypto.randomUUID()}`;
  const dialog = page.getByRole('dialog');

  await page.getByRole('button', { name: 'New app' }).click();
  const scope = dialog.getByRole('textbox', { name: 'Permissions of extensions' });
  await scope.fill('Weather:read');
  await dialog.getByRole('button', { name: 'Create app' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await expect(dialog.getByText('Enter 1 to 80 visible characters.')).toBeVisible();
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('group', { name: 'What it may do' })).toBeFocused();
  await scope.fill('weather:read');
  await dialog.getByLabel('Last day').fill('2099-01-01');
  await dialog.getByRole('checkbox', { name: 'Meeting rooms and when they are taken' }).check();
  await dialog.getByRole('button', { name: 'Create app' }).click();
  await expect(dialog.getByLabel('Last day')).toHaveAttribute('aria-invalid', 'true');
  const lastDay = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  await dialog.getByLabel('Last day').fill(lastDay);
  await dialog.getByRole('button', { name: 'Create app' }).click();

  await expect(dialog.getByText('It is shown this one time only')).toBeVisible();
  const secret = await dialog.getByLabel('Secret (client_secret)').inputValue();
  const clientId = await dialog.getByLabel('ID (client_id)').inputValue();
  await page.keyboard.press('Escape');
  await expect(dialog.getByRole('alert')).toContainText('If you close this again, it is lost.');
  await dialog.getByRole('button', { name: 'Copy the secret' }).click();
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(secret);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(dialog).toHaveCount(0);

  const token = () =>
    fetch(`${url}/auth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        ...{ grant_type: 'client_credentials', client_id: clientId, client_secret: secret },
      }),
    });
  expect(await (await token()).json()).toMatchObject({ scope: 'rooms:read weather:read' });
  await page.reload();
  const card = page.getByRole('article', { name });
  await expect(card).toContainText(`by ${admin}`);
  await expect(card).not.toContainText('never');
  await expect(card.getByRole('list').getByRole('listitem')).toHaveText([
    'Meeting rooms and when they are taken',
    'weather:read',
  ]);
  expect(await page.content()).not.toContain(secret);

  await card.getByRole('button', { name: `Revoke ${name}` }).click();
  await dialog.getByRole('button', { name: 'Revoke for good' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(card).toContainText('Revoked');
  await expect(card.getByRole('button', { name: `Revoke ${name}` })).toHaveCount(0);
  expect((await token()).status).toBe(401);
});

test('whoever is no administrator is told so', async ({ visitor }) => {
  const { page } = await visitor('Alex');
  await page.goto('/admin/apps');
  await expect(page.getByText('Only administrators can open this page')).toBeVisible();
  await expect(page.getByRole('button', { name: 'New app' })).toHaveCount(0);
});

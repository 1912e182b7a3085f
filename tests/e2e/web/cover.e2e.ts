import { expect, type Page } from '@playwright/test';
import { giveRole, logIn, test } from './people.ts';

/** A phone number that no other test's member has. */
const newPhone = () =>
  `010-${String(Math.floor(Math.random() * 1e8))
    .padStart(8, '0')
    .replace(/^(.{4})/, '$1-')}`;

/** The first full second of the running cover in UTC, the zone of whom the API signed up, once it is over. */
async function afterStart(page: Page): Promise<string> {
  const startsAt = await page.locator('time').first().getAttribute('datetime');
  const second = Math.ceil(Date.parse(startsAt ?? '') / 1_000) * 1_000;
  await expect.poll(() => Date.now()).toBeGreaterThan(second + 1_000);
  return new Date(second).toISOString().slice(0, 19);
}

async function openPolicy(page: Page, phone: string): Promise<void> {
  await page.goto('/cover');
  await page.getByLabel('Legal name').fill('김민수');
  await page.getByLabel('Phone number').fill(phone);
  await page.getByLabel("Driver's licence number").fill('11-20-123456-78');
  await page.getByRole('button', { name: 'Save and start cover' }).click();
  await expect(page.getByRole('heading', { name: 'You are covered' })).toBeVisible();
}

test('a member is covered with one tap, ends it, and sees what was known when', async ({ visitor }) => {
  const { page } = await visitor('Minji');
  await page.goto('/cover');
  await page.getByRole('button', { name: 'Save and start cover' }).click();
  await expect(page.getByText('Write 2 to 60 letters')).toBeVisible();

  await openPolicy(page, newPhone());
  await expect(page.getByTestId('premium')).toHaveText('₩0');
  await page.getByRole('button', { name: 'End now' }).click();
  await expect(page.getByText('Cover has ended. It cost ₩0.')).toBeVisible();
  // The card above has become lower by now, and what is below it has moved.
  await expect(page.getByRole('heading', { name: 'No cover right now' })).toBeVisible();
  await expect(page.getByText('Awaits the insurer')).toBeVisible();
  await page.getByText('What was known when').click();
  await expect(page.getByText('Cover runs')).toBeVisible();

  await page.goto('/cover?trip=019aa3c4-7e10-7c41-9d52-0c6a5f1b2e6a');
  await page.getByRole('button', { name: 'Cover this trip' }).click();
  await expect(page.getByRole('heading', { name: 'You are covered' })).toBeVisible();
  await expect(page.getByText('Tied to a trip').first()).toBeVisible();
  await page.getByRole('button', { name: 'Look it up' }).click();
  await expect(page.getByText(/^(Yes|No)/)).toBeVisible();

  await page.getByRole('button', { name: 'Change' }).click();
  await page.getByLabel('Phone number').fill('010-5555-6666');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('010-5555-6666')).toBeVisible();
});

test('cover started in one tab shows in another by itself', async ({ visitor }) => {
  const { page } = await visitor('Minji');
  await openPolicy(page, newPhone());
  const other = await page.context().newPage();
  await other.goto('/cover');
  await expect(other.getByRole('heading', { name: 'You are covered' })).toBeVisible();
  await page.getByRole('button', { name: 'End now' }).click();
  await expect(other.getByRole('heading', { name: 'No cover right now' })).toBeVisible();
});

test('CX ends cover by phone for a past time, and the member sees who looked and why', async ({
  visitor,
  account,
  stranger,
  baseURL,
}) => {
  const phone = newPhone();
  const member = await visitor('Minji');
  await openPolicy(member.page, phone);

  const agent = await account('정유나');
  await giveRole(baseURL ?? '', agent, 'CX');
  const desk = await stranger();
  await logIn(desk, agent.handle);
  await desk.goto('/cx');
  await desk.getByLabel('Policy number, full name').fill(phone);
  await desk.getByRole('button', { name: 'Search' }).click();
  await desk.getByRole('link', { name: '김*수' }).click();
  await expect(desk.getByText(`010-****-${phone.slice(-4)}`)).toBeVisible();
  await expect(desk.getByText(phone)).toHaveCount(0);

  await desk.getByRole('button', { name: 'End for member' }).click();
  await desk.getByLabel('Cover ended at').fill('2020-01-01T00:00');
  await expect(desk.getByText('This time is before the start')).toBeVisible();
  await desk.getByLabel('Cover ended at').fill(await afterStart(member.page));
  await expect(desk.getByText('Premium ₩0 → ₩0')).toBeVisible();
  await desk.getByLabel('Reason').fill('Cancelled by phone');
  await desk.getByLabel('Ticket').fill('CX-1042');
  await desk.getByRole('button', { name: 'End cover' }).click();
  await expect(desk.getByText('Ended by CX').first()).toBeVisible();

  await desk.getByRole('button', { name: 'Show unmasked' }).click();
  await desk.getByLabel('Reason').fill('Accident report');
  await desk.getByLabel('Ticket').fill('CX-1043');
  await desk.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(desk.getByText(phone)).toBeVisible();

  await expect(member.page.getByRole('heading', { name: 'No cover right now' })).toBeVisible();
  await member.page.reload();
  const log = member.page.getByRole('region', { name: 'Who looked at my data' });
  await expect(log.getByText('정유나').first()).toBeVisible();
  await expect(log.getByText('saw the data unmasked')).toBeVisible();
  await expect(log.getByText('Accident report')).toBeVisible();
  await expect(log.getByText('Ticket CX-1042')).toBeVisible();
});

test('nobody else has a desk, and the API agrees', async ({ visitor }) => {
  const { page, person } = await visitor('Jun');
  await page.goto('/cx');
  await expect(page.getByText('Only CX works here')).toBeVisible();
  const { body } = await person.ask('{ searchPolicies(search: "김민수") { id } }');
  expect(body.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
});

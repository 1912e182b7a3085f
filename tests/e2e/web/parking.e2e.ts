import { expect, type Locator, type Page } from '@playwright/test';
import { z } from 'zod';
import { driveAway, driveWhole, newVehicle } from './drives.ts';
import { test } from './people.ts';

test('a drive is watched live and ends in a report', async ({ visitor, baseURL: url = '' }) => {
  const { page, person } = await visitor('Minji');
  const vehicle = await newVehicle(url, `Sonata of ${person.handle}`);
  await startIn(page, `Sonata of ${person.handle}`);

  const driving = driveWhole({ url, person, vehicle }, 'pedal-confusion', 2);
  const sensors = page.getByRole('table', { name: 'Sensors' });
  await expect(sensors.getByRole('row')).toHaveCount(13);
  await expect(sensors.getByRole('row', { name: /^R\w+ side, rear \D*\d+ cm/ })).toBeVisible();
  const guidance = page.getByRole('region', { name: 'Next manoeuvre' });
  await expect(guidance.locator('strong')).not.toBeEmpty();
  await expect.poll(() => page.locator('canvas').evaluate(countColors)).toBeGreaterThan(5);
  await expect(page.getByText('Take your foot off the accelerator').first()).toBeVisible({ timeout: 40_000 });

  const { report } = await driving;
  await expect(page.getByRole('img', { name: `Score ${report.score} of 100` })).toBeVisible();
  await expect(page.getByText('One thing to practise')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Nearest distance over time' })).toBeVisible();

  await page.goto('/parking');
  await expect(page.getByRole('link', { name: `Sonata of ${person.handle}` })).toContainText(
    String(report.score),
  );
});

test('a driver who follows the guidance is led into the slot, manoeuvre by manoeuvre', async ({
  visitor,
  baseURL: url = '',
}) => {
  test.slow();
  const { page, person } = await visitor('Minji');
  const vehicle = await newVehicle(url, `Sonata of ${person.handle}`);
  await startIn(page, `Sonata of ${person.handle}`);
  await page.evaluate(recordSteps);
  const driving = driveWhole({ url, person, vehicle }, 'follower', 1);
  const { isParked, hasTouched, report } = await driving;
  expect({ isParked, hasTouched }).toEqual({ isParked: true, hasTouched: false });
  await expect(page.getByRole('img', { name: `Score ${report.score} of 100` })).toBeVisible();
  const shown: unknown = await page.evaluate('globalThis.steps');
  const led = ['Look for a slot', 'Stop and shift', 'Reverse', 'Parked'];
  expect(
    z
      .array(z.string())
      .parse(shown)
      .filter(isFirst)
      .filter((step) => led.includes(step)),
  ).toEqual(led);
});

test('a car that falls silent is a state on the screen, and the driver can still finish', async ({
  visitor,
  baseURL: url = '',
}) => {
  const { page, person } = await visitor('Minji');
  const vehicle = await newVehicle(url, 'Sonata');
  const { id } = await driveAway({ url, person, vehicle }, 3);
  await page.goto(`/parking/${id}`);
  await expect(page.getByText('No sensor data').first()).toBeVisible();
  await expect(page.getByRole('cell', { name: 'no signal' })).toHaveCount(12);
  await page.getByRole('button', { name: 'Finish' }).click();
  await expect(page.getByRole('img', { name: /^Score \d+ of 100$/ })).toBeVisible();
});

test('warnings are read out, not more than one at a time', async ({ visitor, baseURL: url = '' }) => {
  const { page, person } = await visitor('Minji');
  const vehicle = await newVehicle(url, `Sonata of ${person.handle}`);
  await startIn(page, `Sonata of ${person.handle}`);
  await page.evaluate(countAnnouncements);
  const { alertCount } = (await driveWhole({ url, person, vehicle }, 'pedal-confusion', 2)).report;
  const spoken: unknown = await page.evaluate('globalThis.announcements');
  expect(alertCount).toBeGreaterThan(10);
  expect(spoken).toBeGreaterThan(0);
  expect(spoken).toBeLessThan(alertCount / 2);
});

test('nobody else sees a session', async ({ visitor, account, baseURL: url = '' }) => {
  const person = await account('Minji');
  const { id } = await driveAway({ url, person, vehicle: await newVehicle(url, 'Sonata') }, 1);
  const { page } = await visitor('Jun');
  await page.goto(`/parking/${id}`);
  await expect(page.getByText('This session is not there')).toBeVisible();
});

async function startIn(page: Page, vehicle: string): Promise<void> {
  await page.goto('/parking');
  await page.getByRole('button', { name: 'Start parking' }).click();
  const dialog = page.getByRole('dialog');
  await dialog
    .getByLabel('Vehicle')
    .selectOption({ label: await labelOf(dialog.getByLabel('Vehicle'), vehicle) });
  await dialog.getByRole('button', { name: 'Start parking' }).click();
  await expect(page.getByText('Waiting for the car')).toBeVisible();
}

/** The option's whole text: the plate is not known here. */
async function labelOf(select: Locator, name: string): Promise<string> {
  await expect(select.locator('option', { hasText: name })).toBeAttached();
  const labels = await select.locator('option').allTextContents();
  return labels.find((label) => label.startsWith(name)) ?? name;
}

/** Runs in the page. */
function countColors(canvas: HTMLCanvasElement | SVGElement): number {
  if (!(canvas instanceof HTMLCanvasElement)) return 0;
  const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
  const colors = new Set<number>();
  for (let i = 0; data && i < data.length; i += 4)
    colors.add(((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0));
  return colors.size;
}

const isFirst = (step: string, index: number, all: readonly string[]) => all.indexOf(step) === index;

/** Runs in the page: every manoeuvre that was on the screen, also one too short to be waited for. */
const recordSteps = `
  globalThis.steps = [];
  new MutationObserver(() => {
    const step = document.querySelector('.guidance .step strong')?.textContent;
    if (step && step !== globalThis.steps.at(-1)) globalThis.steps.push(step);
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
`;

/** Runs in the page: how often the region for warnings changed. */
const countAnnouncements = `
  globalThis.announcements = 0;
  const region = document.querySelector('p[role="alert"]');
  new MutationObserver(() => (globalThis.announcements += 1))
    .observe(region, { childList: true, characterData: true, subtree: true });
`;

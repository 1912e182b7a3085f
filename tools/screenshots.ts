import './screenshots/morning.ts';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from '@playwright/test';
import { startMoim } from '@moim/app/compose.ts';
import { readAppConfiguration, root } from '@moim/app/configuration.ts';
import { demoLead, demoPassword } from '@moim/app/demo/people.ts';
import { findId, speak } from './screenshots/person.ts';
import { shrinkPng } from './screenshots/shrink-png.ts';
import { settings, type ShownPage, shownPages } from './screenshots/pages.ts';

/**
 * `npm run screenshots [name …]`: the demo in a real browser, each page in Korean at 390 px and in
 * English at 1280 px, light and dark, at ten past eight in Seoul, into docs/screenshots. Fails when
 * axe finds anything.
 */
const folder = join(root, 'docs/screenshots');
const data = mkdtempSync(join(tmpdir(), 'moim-screenshots-'));
const wanted = process.argv.slice(2);
const pages = shownPages.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
let findingCount = 0;

mkdirSync(folder, { recursive: true });
const moim = await startMoim({
  configuration: { ...readAppConfiguration({}), port: 0, dataFolder: data, hasDemo: true },
});
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  for (const setting of settings) await showAll(browser, setting);
} finally {
  await browser.close();
  await moim.close();
  rmSync(data, { recursive: true, force: true });
}
console.log(`${pages.length * settings.length} screenshots, ${findingCount} axe findings`);
process.exit(findingCount > 0 ? 1 : 0);

async function showAll(opened: Browser, setting: (typeof settings)[number]): Promise<void> {
  for (const as of new Set(pages.map((page) => page.as ?? demoLead))) {
    const context = await opened.newContext({
      ...{ locale: setting.locale, colorScheme: setting.colorScheme, timezoneId: 'Asia/Seoul' },
      viewport: { width: setting.width, height: setting.height },
    });
    await context.clock.setFixedTime(new Date());
    await context.addInitScript(`localStorage.setItem('moim.locale', '${setting.language}')`);
    const page = await context.newPage();
    const own = pages.filter((shown) => (shown.as ?? demoLead) === as);
    for (const shown of own.filter(({ path }) => path === '/log-in')) await show(page, shown, as, setting);
    await speak(moim.url, { handle: as, password: demoPassword }, setting.language);
    await logIn(page, as);
    for (const shown of own.filter(({ path }) => path !== '/log-in')) await show(page, shown, as, setting);
    await context.close();
  }
}

async function logIn(page: Page, handle: string): Promise<void> {
  await page.goto(`${moim.url}/log-in`);
  await page.locator('input[autocomplete=username]').fill(handle);
  await page.locator('input[type=password]').fill(demoPassword);
  await page.locator('form button[type=submit]').click();
  await page.getByRole('navigation').first().waitFor();
}

async function show(
  page: Page,
  shown: ShownPage,
  as: string,
  setting: (typeof settings)[number],
): Promise<void> {
  const id = shown.find ? await findId(moim.url, { handle: as, password: demoPassword }, shown.find) : '';
  await page.goto(`${moim.url}${shown.path.replace(':id', id)}`);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(700); // what fades in
  const file = `${shown.name}-${setting.language}-${setting.width}-${setting.colorScheme}.png`;
  writeFileSync(join(folder, file), shrinkPng(await page.screenshot()));
  const { violations } = await new AxeBuilder({ page }).analyze();
  findingCount += violations.length;
  for (const { id: rule, nodes } of violations)
    console.log(`${file}: ${rule} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

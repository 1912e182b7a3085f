import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, chromium, type Page } from '@playwright/test';
import { z } from 'zod';
import type { Person } from '../../tests/e2e/person.ts';
import { faultsIn } from './faults.ts';
import type { Measured } from './report.ts';
import type { Setting } from './setting.ts';

const count = 60;
const pauseMs = 150;

const launch = {
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

/** Two Chromium contexts on one machine, hence on one clock. */
export async function measureBrowsers(setting: Setting, roomId: string): Promise<Measured> {
  const { sender, receiver } = setting;
  const browser = await chromium.launch(launch);
  try {
    const from = await enter(browser, setting, sender, roomId);
    const to = await enter(browser, setting, receiver, roomId);
    await to.evaluate(noteArrivals);
    const sentAtMs: number[] = [];
    for (let i = 0; i < count; i++) {
      await from.locator('textarea').fill(`bench ${i}.`);
      sentAtMs.push(Date.now());
      await from.keyboard.press('Enter');
      await sleep(pauseMs);
    }
    await to
      .getByText(`bench ${count - 1}.`, { exact: true })
      .last()
      .waitFor();
    const arrivals = z.array(arrival).parse(await to.evaluate('globalThis.benchArrivals'));
    const order = arrivals.map(({ text }) => Number(text));
    const latenciesMs = arrivals.map(({ text, atMs }) => atMs - (sentAtMs[Number(text)] ?? Number.NaN));
    return { latenciesMs, faults: faultsIn(order, count) };
  } finally {
    await browser.close();
  }
}

const arrival = z.object({ text: z.string(), atMs: z.number() });

/** Runs in the page: notes the first frame's work in which each text stands in the document. */
const noteArrivals = `
  globalThis.benchArrivals = [];
  const seen = new Set();
  new MutationObserver((records) => {
    for (const { addedNodes } of records)
      for (const node of addedNodes)
        for (const [, text] of (node.textContent ?? '').matchAll(/bench (\\d+)\\./g))
          if (!seen.has(text) && node.parentElement?.closest('main')) {
            seen.add(text);
            globalThis.benchArrivals.push({ text, atMs: Date.now() });
          }
  }).observe(document.body, { childList: true, subtree: true });
`;

async function enter(
  browser: Browser,
  { url, password }: Setting,
  { handle }: Person,
  roomId: string,
): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${url}/log-in`);
  await page.locator('input[autocomplete="username"]').fill(handle);
  await page.locator('input[type="password"]').fill(password);
  await page.keyboard.press('Enter');
  await page.locator('nav').first().waitFor();
  await page.goto(`${url}/chat/${roomId}`);
  await page.locator('textarea').waitFor();
  return page;
}

import { type Browser, chromium, type Page } from '@playwright/test';
import { z } from 'zod';

const paint = z.object({
  sensorAtMs: z.number(),
  receivedAtMs: z.number(),
  assessedAtMs: z.number(),
  arrivedAtMs: z.number(),
  paintedAtMs: z.number(),
});
export type Paint = z.output<typeof paint>;

export interface Watcher {
  /** What has been painted since the page was opened. */
  paints(): Promise<Paint[]>;
  close(): Promise<void>;
}

/** A browser that shows the session, on the same machine and hence on the same clock. */
export async function watchSession(
  url: string,
  { handle, password, sessionId }: { handle: string; password: string; sessionId: string },
): Promise<Watcher> {
  const browser: Browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
  });
  try {
    const page: Page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(`${url}/log-in`);
    await page.locator('input[autocomplete="username"]').fill(handle);
    await page.locator('input[type="password"]').fill(password);
    await page.keyboard.press('Enter');
    await page.locator('nav').first().waitFor();
    await page.goto(`${url}/parking/${sessionId}`);
    await page.locator('canvas').waitFor();
    await page.evaluate(collectPaints);
    return {
      paints: async () => z.array(paint).parse(await page.evaluate('globalThis.benchPaints')),
      close: () => browser.close(),
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** Runs in the page, which marks each frame that it has painted. */
const collectPaints = `
  globalThis.benchPaints = [];
  new PerformanceObserver((list) => {
    for (const { name, detail } of list.getEntries())
      if (name === 'parking-frame-painted') globalThis.benchPaints.push(detail);
  }).observe({ entryTypes: ['mark'] });
`;

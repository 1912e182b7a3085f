import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';

/** Two stacks, one a way of execution, side by side; chosen so that nothing of a developer's is in the way. */
const firstPort = Number(process.env['MOIM_E2E_PORT'] ?? 20_690);
const url = (port: number) => `http://localhost:${port}`;

/** The same engine without the window that nobody sees: the suite takes two thirds of the time. */
const headlessShell = '/usr/bin/chromium-headless-shell';

const chromium = {
  executablePath:
    process.env['CHROMIUM'] ?? (existsSync(headlessShell) ? headlessShell : '/usr/bin/chromium'),
  args: [
    '--no-sandbox',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-gpu',
    '--disable-quic',
  ],
};

export default defineConfig({
  testDir: 'tests/e2e/web',
  testMatch: '*.e2e.ts',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 2,
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: 'list',
  use: {
    launchOptions: chromium,
    locale: 'en-US',
    timezoneId: 'Asia/Seoul',
    viewport: { width: 1280, height: 800 },
    // Recording costs a quarter of a test's time: asked for with MOIM_E2E_TRACE=1 when one fails.
    trace: process.env['MOIM_E2E_TRACE'] === undefined ? 'off' : 'retain-on-failure',
  },
  projects: [
    { name: 'in-process', use: { baseURL: url(firstPort) } },
    // What crosses a process boundary is the live path; the rest of the app cannot tell the two apart.
    { name: 'processes', testMatch: 'chat.e2e.ts', use: { baseURL: url(firstPort + 1) } },
  ],
  webServer: {
    command: `"${process.execPath}" tests/e2e/web/serve.ts`,
    url: `http://127.0.0.1:${firstPort + 1}/readyz`,
    env: {
      MOIM_E2E_PORT: String(firstPort),
      NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/moim', import.meta.url)),
    },
    timeout: 180_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
    stdout: 'pipe',
  },
});

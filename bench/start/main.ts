import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findFreePort } from '@moim/kit/db/embedded-postgres/free-port.ts';
import { describeMachine } from '../machine.ts';
import { type Account, accounts } from './accounts.ts';
import { type CleanClone, cleanClone } from './clean-clone.ts';
import { measureStart, type Start } from './measure-start.ts';
import { type Measured, report } from './report.ts';

const root = join(import.meta.dirname, '../..');
const warmStarts = 3;

/** From a clean clone to a page in the browser, as each account: how long, and how much memory. */
async function main(): Promise<void> {
  const machine = describeMachine();
  const measured: Measured[] = [];
  for (const account of accounts()) measured.push(await measure(account));
  const text = report(machine, measured);
  const file = join(root, 'bench', 'results', 'start.md');
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  process.stdout.write(`\n${text}`);
}

async function measure(account: Account): Promise<Measured> {
  say(`${account.name}: clone`);
  const clone = cleanClone(root, account);
  try {
    say(`${account.name}: npm ci`);
    const installMs = await install(clone);
    say(`${account.name}: cold start`);
    const cold = await measureStart(clone, await findFreePort());
    const warm: Start[] = [];
    while (warm.length < warmStarts) {
      say(`${account.name}: warm start`);
      warm.push(await measureStart(clone, await findFreePort()));
    }
    return { account: account.name, installMs, cold, warm };
  } finally {
    rmSync(clone.folder, { recursive: true, force: true });
  }
}

/** @returns milliseconds, the build of the web app included */
async function install({ run }: CleanClone): Promise<number> {
  const startedAt = performance.now();
  const child = spawn('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    ...run,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await once(child, 'exit');
  if (child.exitCode !== 0) throw new Error(`npm ci ended with ${child.exitCode}`);
  return performance.now() - startedAt;
}

const say = (text: string): void => void process.stderr.write(`${text} …\n`);

await main();

import { setTimeout as delay } from 'node:timers/promises';
import { hardLimitMs } from '@moim/kit/server/shutdown.ts';
import { Closers } from '../closers.ts';
import { describeDemo } from '../demo/describe-demo.ts';
import { fail } from '../fail.ts';
import { createProgress, formatSeconds } from '../progress.ts';
import { readDistributedConfiguration } from './configuration.ts';
import { watchTerminal } from './hang-up.ts';
import { startDistributed } from './run.ts';
import type { Supervisor } from './supervisor.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm run start:distributed`: one process a service. SIGHUP replaces them one by one, SIGTERM drains. */
async function main(): Promise<void> {
  const configuration = readDistributedConfiguration(process.argv.slice(3));
  const closers = new Closers();
  const stopping = new AbortController();
  let supervisor: Supervisor | null = null;
  print('\nStarting Moim, one process a service');
  ownSignals(closers, stopping, () => supervisor);
  const progress = createProgress({ write: print, signal: stopping.signal });
  try {
    supervisor = await startDistributed({
      configuration,
      closers,
      progress,
      tell: (sentence) => print(`  ${sentence}`),
      buildsWeb: process.env['MOIM_BUILDS_WEB'] !== '0',
    });
  } catch (error) {
    if (stopping.signal.aborted) return;
    await closers.close().catch(() => closers.abandon());
    fail(error, configuration.dataFolder);
  }
  if (configuration.hasDemo) print(describeDemo());
  print(`\nReady after ${formatSeconds(performance.now())}: http://localhost:${configuration.port}`);
  print('Ctrl-C stops it, SIGTERM drains it, SIGHUP replaces its processes one by one.\n');
}

/** The only owner of signals: the processes are in groups of their own and hear of an end from here. */
function ownSignals(closers: Closers, stopping: AbortController, running: () => Supervisor | null): void {
  const meaningOfHangUp = watchTerminal();
  const stop = (signal: 'SIGTERM' | 'SIGINT'): void => {
    if (stopping.signal.aborted) {
      closers.abandon();
      process.exit(130);
    }
    stopping.abort();
    print(`\nStopping …   (${signal === 'SIGINT' ? 'Ctrl-C again stops at once' : 'draining'})`);
    void end(closers, running(), signal);
  };
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGHUP', () => {
    const meaning = meaningOfHangUp();
    if (meaning === 'end') stop('SIGTERM');
    if (meaning === 'replace') void replace(running());
  });
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined); // the terminal was closed
}

async function end(
  closers: Closers,
  supervisor: Supervisor | null,
  signal: 'SIGTERM' | 'SIGINT',
): Promise<void> {
  const hard = delay(hardLimitMs).then(() => {
    closers.abandon();
    process.exit(1);
  });
  const inOrder = (async () => {
    await supervisor?.stop(signal);
    await closers.close();
    print('Stopped.');
    process.exit(0);
  })();
  await Promise.race([hard, inOrder]);
}

async function replace(supervisor: Supervisor | null): Promise<void> {
  if (!supervisor) return print('  Not started yet: nothing is replaced.');
  print('  Replacing the processes one by one …');
  const isWhole = await supervisor.replaceAll();
  print(isWhole ? '  All processes were replaced.' : '  Not every process was replaced; see above.');
}

try {
  await main();
} catch (error) {
  fail(error, null);
}

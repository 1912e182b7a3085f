import { Closers } from './closers.ts';
import { startMoim } from './compose.ts';
import { type AppConfiguration, readAppConfiguration } from './configuration.ts';
import { describeDemo } from './demo/describe-demo.ts';
import { fail } from './fail.ts';
import { createProgress, formatSeconds } from './progress.ts';
import { stopOnSignals } from './stop-on-signals.ts';

export interface RunOptions {
  readonly buildsWeb: boolean;
}

/** For the closing after a defect, in milliseconds. */
const patienceMs = 5_000;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Starts the product in this process, says what happens, and stops it on a signal. */
export async function run(options: RunOptions): Promise<void> {
  try {
    await runWith(readAppConfiguration(), options);
  } catch (error) {
    fail(error, null);
  }
}

async function runWith(configuration: AppConfiguration, { buildsWeb }: RunOptions): Promise<void> {
  const { dataFolder } = configuration;
  const closers = new Closers();
  const stopping = new AbortController();
  const { signal } = stopping;
  print('\nStarting Moim');
  const progress = createProgress({ write: print, signal });
  const starting = startMoim({ configuration, closers, progress, signal, buildsWeb });
  stopOnDefect(closers, dataFolder);
  stopOnSignals({ stopping, starting, closers, print, dataFolder });
  try {
    const { url, hasDemo } = await starting;
    if (hasDemo) print(describeDemo());
    print(`\nReady after ${formatSeconds(performance.now())}: ${url}   (Ctrl-C stops it)\n`);
  } catch (error) {
    if (!signal.aborted) fail(error, dataFolder);
  }
}

/** Whatever nobody caught ends the process, but not without its database. */
function stopOnDefect(closers: Closers, dataFolder: string): void {
  process.stdout.on('error', () => undefined); // the terminal was closed: SIGHUP follows
  process.on('uncaughtException', (error) => {
    const end = (): never => fail(error, dataFolder);
    setTimeout(() => {
      closers.abandon();
      end();
    }, patienceMs);
    closers.close().then(end, end);
  });
}

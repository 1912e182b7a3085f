import { Closers } from './closers.ts';
import { startMoim } from './compose.ts';
import { type AppConfiguration, readAppConfiguration } from './configuration.ts';
import { describeDemo } from './demo/describe-demo.ts';
import { fail } from './fail.ts';
import { createProgress, formatSeconds } from './progress.ts';
import { stopOnSignals } from './stop-on-signals.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm start`: from nothing to a page in the browser, saying what happens. */
async function run(configuration: AppConfiguration): Promise<void> {
  const closers = new Closers();
  const stopping = new AbortController();
  print('\nStarting Moim');
  const progress = createProgress({ write: print, signal: stopping.signal });
  const starting = startMoim({ configuration, closers, progress, signal: stopping.signal });
  stopOnSignals({ stopping, starting, closers, print, dataFolder: configuration.dataFolder });
  try {
    const { url, hasDemo } = await starting;
    if (hasDemo) print(describeDemo());
    print(`\nReady after ${formatSeconds(performance.now())}: ${url}   (Ctrl-C stops it)\n`);
  } catch (error) {
    if (!stopping.signal.aborted) fail(error, configuration.dataFolder);
  }
}

try {
  await run(readAppConfiguration());
} catch (error) {
  fail(error, null);
}

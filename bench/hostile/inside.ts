import { createServer } from 'node:http';
import { Session } from 'node:inspector/promises';
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Loaded into the product before everything else (NODE_OPTIONS=--import): tells what only the process itself can
 * know, since the last `/begin`. For `/reading` all garbage is collected, which stops everything and leaves code and
 * caches cold: nothing is to be measured for a while behind it.
 */
export interface InsideReading {
  readonly pid: number;
  /** Milliseconds, the longest delay of the event loop. */
  readonly lagMs: number;
  /** Milliseconds, the longest that everything stood still to collect garbage. */
  readonly garbageMs: number;
  /** Milliseconds of processor time. */
  readonly cpuMs: number;
  /** Resident, before garbage was collected. */
  readonly rssMb: number;
  /** In use after it was collected: objects, and buffers outside of them. */
  readonly heapMb: number;
  readonly buffersMb: number;
}

const resolutionMs = 2;
setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');
const delay = monitorEventLoopDelay({ resolution: resolutionMs });
delay.enable();
let cpuBefore = process.cpuUsage();
let garbageMs = 0;
new PerformanceObserver((seen) => {
  for (const { duration } of seen.getEntries()) garbageMs = Math.max(garbageMs, duration);
}).observe({ entryTypes: ['gc'] });

/** What has been measured since the last time, from then on anew; nothing is collected. */
function begin(): object {
  cpuBefore = process.cpuUsage();
  delay.reset();
  garbageMs = 0;
  return {};
}

/** The longest delay since then. */
const lag = (): object => ({ lagMs: Math.max(0, delay.max / 1e6 - resolutionMs) });

function read(): InsideReading {
  const lagMs = Math.max(0, delay.max / 1e6 - resolutionMs);
  const { user, system } = process.cpuUsage(cpuBefore);
  const longestMs = garbageMs; // those of before
  const rssMb = process.memoryUsage.rss() / 2 ** 20;
  if (typeof collect === 'function') Reflect.apply(collect, undefined, []);
  const { heapUsed, external } = process.memoryUsage();
  return {
    pid: process.pid,
    garbageMs: longestMs,
    ...{ lagMs, cpuMs: (user + system) / 1_000, rssMb },
    ...{ heapMb: heapUsed / 2 ** 20, buffersMb: external / 2 ** 20 },
  };
}

const session = new Session();
session.connect();

/** Of the processor's time until it is asked for, as a `.cpuprofile`. */
async function profile(): Promise<unknown> {
  const { profile: taken } = await session.post('Profiler.stop');
  return taken;
}

async function startProfile(): Promise<unknown> {
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 500 });
  await session.post('Profiler.start');
  return {};
}

const answers: Readonly<Record<string, () => unknown>> = {
  '/begin': begin,
  '/lag': lag,
  '/reading': read,
  '/profile/start': startProfile,
  '/profile/stop': profile,
};

const port = Number(process.env['HOSTILE_INSIDE_PORT']);
if (port > 0)
  createServer((request, response) => {
    const answer = answers[request.url ?? ''];
    void Promise.resolve(answer?.() ?? null).then((value) => response.end(JSON.stringify(value)));
  })
    .on('error', () => undefined) // a process that the product started has it already
    .listen(port, '127.0.0.1')
    .unref();

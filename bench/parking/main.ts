import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { clientWith } from '@moim/app/drive/moim-client.ts';
import { startSession } from '@moim/app/drive/parking-session.ts';
import { sendDrive } from '@moim/app/drive/run-drive.ts';
import { buildWeb } from '@moim/app/web/build-web.ts';
import { startDrive } from '@moim/simulator/drive.ts';
import { createScenario } from '@moim/simulator/world/scenario.ts';
import { signUp } from '../../tests/e2e/person.ts';
import { startStack } from '../../tests/e2e/stack.ts';
import { describeMachine } from '../machine.ts';
import { type Paint, watchSession } from './browser.ts';
import { report } from './report.ts';
import { createShuttle } from './shuttle.ts';
import { readServerStamps, stagesOf } from './stages.ts';

const drivenS = 60;
/** Compilers and caches get warm before it counts. */
const warmUpS = 8;
const stepsPerSecond = 50;
const password = 'a bench of 12 sensors';
const root = join(import.meta.dirname, '../..');

/** How long it takes from the sensors of a car to the driver's screen, stage by stage. */
async function main(): Promise<void> {
  const machine = describeMachine();
  const microsecondsAFrame = measureSimulator();
  await buildWeb({ root, logFile: join(root, '.moim/logs/web-build.log') });
  const folder = mkdtempSync(join(tmpdir(), 'moim-bench-parking-'));
  const stampsFile = join(folder, 'stamps.json');
  const posted = new Map<number, number>();
  try {
    const paints = await drive(stampsFile, posted);
    if (!existsSync(stampsFile)) throw new Error('The server left no stamps: was it killed?');
    const stages = stagesOf(paints, { posted, ...readServerStamps(readFileSync(stampsFile, 'utf8')) });
    const firstMs = Math.min(...paints.map(({ sensorAtMs }) => sensorAtMs));
    const sent = [...posted.keys()].filter((sensorAtMs) => sensorAtMs >= firstMs).length;
    const measured = { machine, seconds: drivenS, sent, painted: paints.length, stages, microsecondsAFrame };
    publish(report({ ...measured, browser: browserVersion() }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the browser painted after the warm-up. */
async function drive(stampsFile: string, posted: Map<number, number>): Promise<Paint[]> {
  const preload = join(import.meta.dirname, 'stamp-server.ts');
  const environment = { NODE_OPTIONS: `--import=${preload}`, MOIM_BENCH_STAMPS: stampsFile };
  const stack = await startStack({ execution: 'in-process', environment });
  try {
    const person = await signUp(stack.url, { name: '민지', password });
    const session = await startSession(clientWith(stack.url, person.accessToken), {});
    const sessionId = session.id;
    const watcher = await watchSession(stack.url, { handle: person.handle, password, sessionId });
    try {
      const startMs = performance.timeOrigin + performance.now();
      await sendDrive(stack.url, {
        wishes: { rate: 50, 'rate-factor': 1, mostSteps: (warmUpS + drivenS) * stepsPerSecond },
        session,
        coach: null,
        drive: startDrive({ scenario: createScenario('perpendicular', 1), seed: 1, driver: createShuttle() }),
        say: (line) => process.stderr.write(`${line}\n`),
        onPost: (frames) => {
          const nowMs = performance.timeOrigin + performance.now();
          for (const { sensorAtMs } of frames) posted.set(sensorAtMs, nowMs);
        },
      });
      await sleep(500);
      const paints = await watcher.paints();
      return paints.filter(({ sensorAtMs }) => sensorAtMs >= startMs + warmUpS * 1_000);
    } finally {
      await watcher.close();
    }
  } finally {
    await stack.close();
  }
}

/** Without a server: what a frame of the simulator costs. */
function measureSimulator(): number {
  const car = startDrive({ scenario: createScenario('perpendicular', 1), seed: 1, driver: createShuttle() });
  for (let step = 0; step < 2_000; step++) car.step(null);
  const count = 5_000;
  const startMs = performance.now();
  for (let step = 0; step < count; step++) car.step(null);
  return ((performance.now() - startMs) * 1_000) / count;
}

function browserVersion(): string {
  const binary = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  return execFileSync(binary, ['--no-sandbox', '--version'], { encoding: 'utf8' })
    .trim()
    .split(' ')
    .slice(0, 2)
    .join(' ');
}

function publish(text: string): void {
  const folder = join(root, 'bench/results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'parking.md'), text);
  process.stdout.write(`\n${text}`);
}

await main();

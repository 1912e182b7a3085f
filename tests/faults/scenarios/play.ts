import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describeMachine } from '../../../bench/machine.ts';
import { openRoomTraffic } from '../delivery/room-traffic.ts';
import type { Installation } from '../delivery/open-installation.ts';
import { type DeliveryOutcome, runDelivery } from '../delivery/run-delivery.ts';
import { seededRandom } from '../random.ts';
import type { DisturbedScenario, ProgramScenario, Round, Scenario } from './scenario.ts';

/** Messages a second, and at least how many, while faults are played. */
const [perSecond, count] = [20, 300];
const roomCount = 4;
const programMs = 420_000;
const root = new URL('../../..', import.meta.url).pathname;

type Result = Pick<Round, 'broken' | 'figures'>;

/** Opens the installation only when it is needed. */
export async function play(
  scenario: Scenario,
  seed: number,
  installation: () => Promise<Installation>,
): Promise<Round> {
  const { name, numbers, promise } = scenario;
  const machine = describeMachine();
  const on = scenario.kind === 'disturbed' ? await installation() : null;
  const startMs = performance.now();
  const { broken, figures } = await played(scenario, seed, on).catch((error: unknown) => ({
    broken: [error instanceof Error ? error.message : String(error)],
    figures: '',
  }));
  const seconds = Math.round((performance.now() - startMs) / 1_000);
  return { ...{ name, numbers, promise, seed }, broken, figures, seconds, machine };
}

function played(scenario: Scenario, seed: number, on: Installation | null): Promise<Result> {
  if (scenario.kind === 'program') return runProgram(scenario, seed);
  if (!on) throw new Error('there is no installation');
  return disturbed(scenario, seed, on);
}

async function disturbed(scenario: DisturbedScenario, seed: number, on: Installation): Promise<Result> {
  const outcome = await runDelivery({
    ...{ url: on.url, count, perSecond, outlastsFaults: true },
    open: (url, log) => openRoomTraffic(url, log, roomCount),
    disturb: () => scenario.disturb(on, seededRandom(seed)),
  });
  const broken = [...faultsIn(outcome), ...(scenario.isUnnoticed ? failuresIn(outcome) : [])];
  return { broken, figures: figuresOf(outcome) };
}

function faultsIn({ lost, duplicated, reordered, phantom, givenUp }: DeliveryOutcome): string[] {
  const say = (what: string, which: readonly string[]) => which.map((one) => `${what}: ${one}`);
  return [
    ...say('lost', lost),
    ...say('duplicated', duplicated),
    ...say('reordered', reordered),
    ...say('phantom', phantom),
    ...(givenUp > 0 ? [`${givenUp} were never acknowledged`] : []),
  ];
}

const failuresIn = ({ retries }: DeliveryOutcome): string[] =>
  [...retries].map(([why, times]) => `${times} requests failed: ${why}`);

function figuresOf({ acked, received, faults, retries, ...outcome }: DeliveryOutcome): string {
  const tried = [...retries].map(([why, times]) => `${times} ${why}`).join(', ') || 'none';
  const silence = (outcome.longestSilenceMs / 1_000).toFixed(1);
  return [
    ...[`${faults} faults`, `${acked} acknowledged`, `${received} received`, `tried again: ${tried}`],
    ...[`longest silence ${silence} s`, `${outcome.resumptions} resumed`],
  ].join('; ');
}

async function runProgram({ argumentsFor }: ProgramScenario, seed: number): Promise<Result> {
  const child = spawn(process.execPath, argumentsFor(seed), {
    cwd: root,
    env: { ...process.env, FAULT_SEED: String(seed) },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: programMs,
    killSignal: 'SIGKILL',
  });
  let heard = '';
  child.stdout.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  await once(child, 'close');
  const lines = heard.split('\n').map((line) => line.trim());
  const told = lines.filter((line) => /^Tests |FAULT_SEED=|^\| .*(gate|caught|\(0\))/i.test(line));
  const failed = lines.filter((line) => /^(FAIL|×|AssertionError)/.test(line)).slice(0, 10);
  const ending = `ended with ${child.exitCode ?? child.signalCode}`;
  return { broken: child.exitCode === 0 ? [] : [ending, ...failed], figures: told.join('; ') };
}

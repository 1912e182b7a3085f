import { parseArgs } from 'node:util';
import { type Installation, openInstallation } from '../delivery/open-installation.ts';
import { disturbances } from './disturbances.ts';
import { play } from './play.ts';
import { programs } from './programs.ts';
import { saveRound } from './save-round.ts';
import type { Round, Scenario } from './scenario.ts';

const usage = 'npm run faults -- [scenario …] [--seeds 1,2,3] [--save]';

/** Plays the scenarios, by default all, each with every seed. Ends with 1 when something was broken. */
export async function playScenarios(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { seeds: { type: 'string', default: '1,2,3' }, save: { type: 'boolean', default: false } },
  });
  const chosen = positionals.length > 0 ? positionals.map(scenarioOf) : allScenarios;
  const seeds = values.seeds.split(',').map(Number);
  const lazy = new LazyInstallation();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => lazy.abandon());
  try {
    for (const scenario of chosen)
      for (const seed of seedsOf(scenario, seeds)) {
        const round = await playAloud(scenario, seed, lazy);
        if (values.save) saveRound(round);
        if (round.broken.length > 0) process.exitCode = 1;
      }
  } finally {
    await lazy.close();
  }
}

export const allScenarios: readonly Scenario[] = [...disturbances, ...programs];

async function playAloud(scenario: Scenario, seed: number, lazy: LazyInstallation): Promise<Round> {
  const round = await play(scenario, seed, () => lazy.get());
  const { name, broken, figures, seconds } = round;
  const verdict = broken.length === 0 ? 'holds' : `BROKEN (${broken.length})`;
  process.stdout.write(`${name}, seed ${seed}: ${verdict} after ${seconds} s; ${figures}\n`);
  for (const sentence of broken.slice(0, 20)) process.stdout.write(`  ${sentence}\n`);
  return round;
}

function scenarioOf(name: string): Scenario {
  const found = allScenarios.find((scenario) => scenario.name === name);
  if (found) return found;
  throw new Error(`${name} is no scenario. ${usage}: ${allScenarios.map((each) => each.name).join(', ')}`);
}

const seedsOf = (scenario: Scenario, seeds: readonly number[]): readonly number[] =>
  scenario.kind === 'program' && !scenario.hasSeed ? seeds.slice(0, 1) : seeds;

/** One for all scenarios, once the first of them needs it. */
class LazyInstallation {
  #opening: Promise<Installation> | null = null;
  #opened: Installation | null = null;

  get(): Promise<Installation> {
    this.#opening ??= openInstallation().then((opened) => (this.#opened = opened));
    return this.#opening;
  }

  async close(): Promise<void> {
    await this.#opened?.close();
  }

  abandon(): never {
    this.#opened?.abandon();
    process.exit(130);
  }
}

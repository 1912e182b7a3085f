import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Round } from './scenario.ts';

const folder = join(import.meta.dirname, '..', 'results');
const file = join(folder, 'scenarios.json');
const kept = z.array(
  z.object({
    name: z.string(),
    numbers: z.string(),
    promise: z.string(),
    seed: z.number(),
    broken: z.array(z.string()),
    figures: z.string(),
    seconds: z.number(),
    machine: z.string(),
  }),
);

/** Puts the round in the place of an earlier one of the same scenario and seed. */
export function saveRound(round: Round): void {
  mkdirSync(folder, { recursive: true });
  const before: readonly Round[] = existsSync(file) ? kept.parse(JSON.parse(readFileSync(file, 'utf8'))) : [];
  const others = before.filter(({ name, seed }) => name !== round.name || seed !== round.seed);
  const all = [...others, round].toSorted(byScenario);
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
  writeFileSync(join(folder, 'scenarios.md'), `${tableOf(all).join('\n')}\n`);
}

const byScenario = (one: Round, other: Round): number =>
  Number.parseInt(one.numbers, 10) - Number.parseInt(other.numbers, 10) ||
  one.name.localeCompare(other.name) ||
  one.seed - other.seed;

function tableOf(rounds: readonly Round[]): string[] {
  return [
    '# Faults',
    '',
    '`npm run faults -- --save`: the numbers are those of the list of faults that the harness follows. Where messages',
    'flow, the checker has nothing but what the clients wrote down: broken is what was lost, duplicated, reordered,',
    'never sent, never acknowledged, or failed where nothing may fail.',
    '',
    '| no. | scenario | must hold | seed | broken | what was counted | s |',
    '| --- | --- | --- | ---: | ---: | --- | ---: |',
    ...rounds.map(rowOf),
    '',
    ...new Set(rounds.map(({ machine }) => `- ${machine}`)),
  ];
}

const rowOf = ({ numbers, name, promise, seed, broken, figures, seconds }: Round): string =>
  `| ${[numbers, name, promise, seed, broken.length, figures.replaceAll('|', '·'), seconds].join(' | ')} |`;

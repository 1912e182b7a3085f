import type { Start } from './measure-start.ts';

export interface Measured {
  readonly account: string;
  readonly installMs: number;
  readonly cold: Start;
  readonly warm: readonly Start[];
}

/** Ours; the words: from clone to a live page, then cold, warm, and resident memory. */
const goals = { pageMs: 180_000, coldMs: 12_000, warmMs: 5_000, nodeBytes: 450 * 1_000_000 };

/** A table in Markdown with a verdict in each cell that has a goal. */
export function report(machine: string, measured: readonly Measured[]): string {
  const row = (name: string, cell: (one: Measured) => string) =>
    `| ${name} | ${measured.map(cell).join(' | ')} |`;
  return [
    '# Start',
    '',
    `\`npm run bench -- start\`: a clean clone in an empty folder, npm's cache warm, then the README's two commands. ${machine}.`,
    '',
    `| | ${measured.map(({ account }) => account).join(' | ')} |`,
    `|---|${measured.map(() => '---:').join('|')}|`,
    row('`npm ci`, web build included', ({ installMs }) => seconds(installMs)),
    row('first `npm start` to a loaded page (≤ 12 s)', ({ cold }) =>
      judged(cold.readyMs, goals.coldMs, seconds),
    ),
    row('clone to page, sum of both (≤ 180 s)', ({ installMs, cold }) =>
      judged(installMs + cold.readyMs, goals.pageMs, seconds),
    ),
    row('later `npm start`, median (≤ 5 s)', ({ warm }) =>
      judged(median(warm.map(({ readyMs }) => readyMs)), goals.warmMs, seconds),
    ),
    row('Node resident after first use (≤ 450 MB)', ({ cold, warm }) =>
      judged(Math.max(...[cold, ...warm].map(({ nodeBytes }) => nodeBytes)), goals.nodeBytes, megabytes),
    ),
    row('PostgreSQL beside it, proportional', ({ cold }) => megabytes(cold.postgresBytes)),
    row('Ctrl-C to the end, worst', ({ cold, warm }) =>
      seconds(Math.max(...[cold, ...warm].map(({ stopMs }) => stopMs))),
    ),
    row('nothing left behind', ({ cold, warm }) =>
      [cold, ...warm].every(({ isClean }) => isClean) ? 'yes' : '**no**',
    ),
    '',
  ].join('\n');
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
const megabytes = (bytes: number): string => `${Math.round(bytes / 1_000_000)} MB`;
const judged = (value: number, goal: number, format: (value: number) => string): string =>
  value <= goal ? format(value) : `**${format(value)}**`;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

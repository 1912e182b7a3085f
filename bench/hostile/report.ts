import { percentile } from '../percentile.ts';
import type { Part, Row } from './row.ts';

const method = `\`npm run bench -- hostile\`. The product in one process, pinned to one processor; its database and the clients on the other. 125 times a second two members ask \`{ me { id member { name } } }\` on a fixed schedule, from a process of their own; timed from when each was due. Who means harm is another process, which the scheduler puts behind all others, and a new member for each attack. Documents: four connections, each sends the next, which never came before, 5 ms after it was answered, up to 800 a second. Each attack lasts 2.5 s, twice, between 1 s of quiet before and after; "quiet" is of both. Loop lag is measured inside the product. Memory at the end of an attack, first and second pass: resident, and in use after a forced collection of garbage, behind which the ordinary goes on for 1 s before anything is measured. "refused" counts what was looked at and refused (or answered, where it says so), and connections or sockets that were closed, from when they began: those that are to be closed send 500 at a time and read nothing; \`RATE_LIMITED\` apart: it is said to whoever goes on, before the body is read.`;

const heads = [
  'what is sent',
  'refused',
  'how',
  'refusal p50 ms',
  'p99 ms',
  '`RATE_LIMITED`',
  'p50 ms',
  'p99 ms',
  'ordinary p99 ms, quiet',
  'meanwhile',
  'times',
  'p50, quiet',
  'meanwhile',
  'failed',
  'loop lag ms, quiet',
  'meanwhile',
  'of it garbage',
  'processor %',
  'resident MB',
  'in use MB',
];

export function report(parts: readonly Part[]): string {
  const rows = parts.flatMap((part) => part.rows);
  const machines = [...new Set(parts.map(({ machine }) => machine))];
  return [
    ...['# Hostile', '', method, '', ...machines.flatMap((machine) => [`${machine}.`, ''])],
    `| ${heads.join(' | ')} |`,
    `|---|${'---:|'.repeat(heads.length - 1)}`,
    ...rows.map(line),
    '',
  ].join('\n');
}

function line(row: Row): string {
  const { RATE_LIMITED: limited = [], ...others } = row.refusalsMs;
  const refused = Object.values(others).flat();
  const [quiet, meanwhile] = [percentile(row.quietMs, 0.99), percentile(row.meanwhileMs, 0.99)];
  const cells = [
    ...[row.name, refused.length, outcomesOf(others), ms(refused, 0.5), ms(refused, 0.99)],
    ...[limited.length, ms(limited, 0.5), ms(limited, 0.99)],
    ...[quiet.toFixed(1), meanwhile.toFixed(1), (meanwhile / quiet).toFixed(2)],
    ...[ms(row.quietMs, 0.5), ms(row.meanwhileMs, 0.5), row.failures],
    ...[row.quietLagMs.toFixed(0), row.lagMs.toFixed(0)],
    ...[row.garbageMs?.toFixed(0) ?? '–', (row.processor * 100).toFixed(0)],
    ...[passesOf(row.rssMb), passesOf(row.usedMb)],
  ];
  return `| ${cells.join(' | ')} |`;
}

/** What there was most of. */
function outcomesOf(refusalsMs: Row['refusalsMs']): string {
  const [most] = Object.entries(refusalsMs).toSorted(([, one], [, other]) => other.length - one.length);
  return most?.[0] ?? '–';
}

const ms = (values: readonly number[], share: number): string =>
  values.length === 0 ? '–' : percentile(values, share).toFixed(1);

const passesOf = (megabytes: readonly number[]): string => megabytes.map((one) => one.toFixed(0)).join(' → ');

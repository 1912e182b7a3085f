import type { Played } from '../../../bench/split/play.ts';
import type { Lost } from './lose-replica.ts';
import type { Found } from './own-writes.ts';

export interface Share {
  readonly name: string;
  readonly played: Played;
  readonly primary: number;
  readonly replica: number;
}

export interface Measured {
  readonly machine: string;
  readonly perSecond: number;
  readonly seconds: number;
  readonly seed: number;
  readonly members: number;
  readonly shares: readonly Share[];
  readonly lost: Lost;
  readonly found: Found;
}

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;

export const shareOf = ({ primary, replica }: Share): number => replica / (primary + replica);

export function reportOf({
  machine,
  perSecond,
  seconds,
  seed,
  members,
  shares,
  lost,
  found,
}: Measured): string {
  const back = lost.backAfterMs === null ? 'never' : `${(lost.backAfterMs / 1_000).toFixed(1)} s`;
  return [
    '# Reads from a replica',
    '',
    `\`npm run faults -- replica\`: six subgraphs, two supergraphs, Redis, a primary and a streaming standby, each a process; everything through the public API. ${perSecond} operations a second for ${seconds} s by 20 people: pages of a chat room, one read in four the page Today, and messages. Servers and clients share the machine. ${machine} · seed ${seed}.`,
    '',
    'Reads are SELECTs by pg_stat_statements of both servers, without the names that were also seen while nobody used the product.',
    '',
    '| reads : writes | reads at the primary | at the replica | share of the replica | p50 ms | p95 ms | failed |',
    '|---|---:|---:|---:|---:|---:|---:|',
    ...shares.map((share) => {
      const counts = [share.primary, share.replica, percent(share.replica, share.primary + share.replica)];
      return `| ${[share.name, ...counts, ...latencies(share.played)].join(' | ')} |`;
    }),
    '',
    `The replica killed (SIGKILL to the whole server) while they read and write, 8 : 2:`,
    '',
    '| operations | failed | p50 ms | p95 ms | read again after |',
    '|---:|---:|---:|---:|---:|',
    `| ${[lost.latenciesMs.length + lost.failures, lost.failures, ...latencies(lost).slice(0, 2), back].join(' | ')} |`,
    '',
    `A message sent on one device through one supergraph, looked for on another through the other, while replay stops for up to 3 s at a time (${members} members at once). A colleague who was told of nothing looks as well:`,
    '',
    '| loops | own message missing | colleague did not see it yet | errors |',
    '|---:|---:|---:|---:|',
    `| ${[found.loops, found.stale, `${found.behind} (${percent(found.behind, found.loops)})`, found.errors.length].join(' | ')} |`,
    '',
  ].join('\n');
}

function latencies({ latenciesMs, failures }: Played): readonly (string | number)[] {
  const sorted = latenciesMs.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN).toFixed(0);
  return [at(0.5), at(0.95), failures];
}

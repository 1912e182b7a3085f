import type { Played } from './play.ts';
import type { ServerLoad } from './server-load.ts';

export interface Row extends Played {
  readonly hasReplica: boolean;
  readonly readsInTen: number;
  readonly onPrimary: ServerLoad;
  readonly onReplica: ServerLoad | null;
}

export interface Setting {
  readonly machine: string;
  readonly perSecond: number;
  readonly seconds: number;
}

export function report({ machine, perSecond, seconds }: Setting, rows: readonly Row[]): string {
  return [
    '# Read/write split',
    '',
    `\`npm run bench -- split\`: ${perSecond} operations a second for ${seconds} s through the API, each a page of a chat room, one read in four the page Today, or a message, by 20 people. Both servers, Moim and this program share the machine. ${machine}.`,
    '',
    'Statements and their time are those of the application by pg_stat_statements of each server; what runs without any user (polling of replicas, shards and jobs) is left out. Processor time is that of all processes of the server, replication and polling included.',
    '',
    '| reads : writes | replica | statements primary / replica | exec ms primary / replica | CPU ms primary / replica | p50 ms | p95 ms | failed |',
    '|---|---|---:|---:|---:|---:|---:|---:|',
    ...rows.map(line),
    '',
    '| reads : writes | statements taken off the primary | exec time taken off | CPU taken off |',
    '|---|---:|---:|---:|',
    ...rows.filter(({ hasReplica }) => hasReplica).map((row) => takenOff(row, rows)),
    '',
  ].join('\n');
}

function line({ hasReplica, readsInTen, onPrimary, onReplica, latenciesMs, failures }: Row): string {
  const both = (of: (load: ServerLoad) => number | null) =>
    [onPrimary, onReplica].map((load) => (load && of(load)?.toFixed(0)) ?? '–').join(' / ');
  const sorted = [...latenciesMs].sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN).toFixed(0);
  const counts = [both(({ calls }) => calls), both(({ execMs }) => execMs), both(({ cpuMs }) => cpuMs)];
  return `| ${mix(readsInTen)} | ${hasReplica ? 'yes' : 'no'} | ${counts.join(' | ')} | ${at(0.5)} | ${at(0.95)} | ${failures} |`;
}

function takenOff({ readsInTen, onPrimary }: Row, rows: readonly Row[]): string {
  const alone = rows.find((row) => !row.hasReplica && row.readsInTen === readsInTen)?.onPrimary;
  const share = (of: (load: ServerLoad) => number | null) => {
    const [before, after] = [alone ? of(alone) : null, of(onPrimary)];
    return before === null || after === null ? '–' : `${((1 - after / before) * 100).toFixed(0)} %`;
  };
  const shares = [share(({ calls }) => calls), share(({ execMs }) => execMs), share(({ cpuMs }) => cpuMs)];
  return `| ${mix(readsInTen)} | ${shares.join(' | ')} |`;
}

const mix = (readsInTen: number): string => `${readsInTen} : ${10 - readsInTen}`;

import { describeMachine } from '../../../bench/machine.ts';
import { seededRandom } from '../random.ts';
import { falter } from './falter.ts';
import { countStaleReads, type Tally } from './own-writes.ts';
import { openPlace, type Place } from './place.ts';

/**
 * `npm run faults -- stale [loops] [seed]`: a replica whose replay stops for up to three seconds at a
 * time, and members who write on one device and read on another. Fails when one of them misses what
 * they wrote, or when the mutant without the gate seldom does.
 */
const loops = Number(process.argv[3] ?? 10_000);
const seed = Number(process.argv[4] ?? 1);
const members = 16;
/** The mutant needs no more to show itself. */
const mutantLoops = Math.min(loops, 2_000);
const mutantShare = 0.3;

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;

const describe = (name: string, count: number, { stale, failed, reads }: Tally): string =>
  `| ${name} | ${count} | ${stale} (${percent(stale, count)}) | ${failed} | ${percent(reads.replica, reads.replica + reads.primary)} |`;

async function run(place: Place): Promise<boolean> {
  const stop = falter(place.replica, seededRandom(seed));
  const measure = async () => ({
    gated: await countStaleReads({ place, loops, members, hasGate: true }),
    mutant: await countStaleReads({ place, loops: mutantLoops, members, hasGate: false }),
  });
  const { gated, mutant } = await measure().finally(stop);
  const lines = [
    `${describeMachine()} · seed ${seed} · ${members} members`,
    '',
    '| reads | loops | stale own reads | failed loops | served by the replica |',
    '| --- | ---: | ---: | ---: | ---: |',
    describe('with the gate', loops, gated),
    describe('mutant without it', mutantLoops, mutant),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return gated.stale === 0 && mutant.stale >= mutantShare * mutantLoops;
}

const place = await openPlace();
try {
  await place.primary.query('create table notes (member text primary key, value int not null)');
  if (!(await run(place))) process.exitCode = 1;
} finally {
  await place.close();
}

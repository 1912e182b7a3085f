import { openDatabase, type OpenDatabase } from '@moim/kit/db/open-database.ts';
import type { ReadDemand } from '@moim/kit/db/replicas/read-demand.ts';
import { MemoryKeyValueStore } from '@moim/kit/live/memory-key-value.ts';
import { Freshness } from '@moim/supergraph/freshness/freshness.ts';
import { sql } from 'drizzle-orm';
import type { Place } from './place.ts';

export interface Tally {
  stale: number;
  /** Loops that ended with an error, e.g. for want of a connection on a machine that has no time. */
  failed: number;
  /** Reads by the server that answered them. */
  readonly reads: { primary: number; replica: number };
}

interface Process {
  readonly opened: OpenDatabase;
  readonly freshness: Freshness;
}

export interface OwnWritesOptions {
  readonly place: Place;
  readonly loops: number;
  /** Members at work at the same time, each on two devices. */
  readonly members: number;
  /** False is the mutant: reads demand nothing. */
  readonly hasGate: boolean;
}

/**
 * Members who write through one process and read through the other, device by device: as a supergraph
 * and a subgraph do it, with two of each and the store that the supergraphs share.
 */
export async function countStaleReads(options: OwnWritesOptions): Promise<Tally> {
  const tally: Tally = { stale: 0, failed: 0, reads: { primary: 0, replica: 0 } };
  const keyValue = new MemoryKeyValueStore();
  await keyValue.set('position-epoch', '0', 86_400_000); // nothing was forgotten lately
  const processes = [0, 1].map(() => openProcess(options.place, keyValue, tally));
  let left = options.loops;
  const work = async (member: number): Promise<void> => {
    for (let value = 1; left-- > 0; value += 1) {
      const [writer, reader] = value % 2 === 0 ? processes : processes.toReversed();
      if (!writer || !reader) throw new Error('there are two processes');
      const name = `member-${options.hasGate}-${member}`;
      try {
        await write(writer, name, value);
        if ((await read(reader, name, options.hasGate)) !== value) tally.stale += 1;
      } catch {
        tally.failed += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: options.members }, (_, member) => work(member)));
  await Promise.all(processes.map(({ opened }) => opened.close()));
  return tally;
}

function openProcess(place: Place, keyValue: MemoryKeyValueStore, { reads }: Tally): Process {
  const opened = openDatabase({
    ...{ url: place.primaryUrl, replicaUrls: [place.replicaUrl], subgraph: 'stale' },
    observer: { onRead: (target) => void (reads[target] += 1), onFallback: () => undefined },
  });
  return { opened, freshness: new Freshness({ keyValue }) };
}

async function write({ opened, freshness }: Process, member: string, value: number): Promise<void> {
  const { write: db, replicated } = opened.database;
  await db.transaction(async (tx) =>
    tx.named('stale.write').execute(sql`insert into notes values (${member}, ${value})
      on conflict (member) do update set value = excluded.value`),
  );
  if (replicated) await freshness.wrote(member, await replicated.position());
}

async function read({ opened, freshness }: Process, member: string, hasGate: boolean): Promise<unknown> {
  const demand: ReadDemand = hasGate ? await freshness.demandOf(member) : { atLeast: {} };
  const { replicated } = opened.database;
  if (!replicated) throw new Error('opened without replicas');
  const { rows } = await replicated
    .reading(demand)
    .named('stale.read')
    .execute(sql`select value from notes where member = ${member}`);
  return rows[0]?.['value'];
}

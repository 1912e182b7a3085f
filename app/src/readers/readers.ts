import { StartupError } from '@moim/kit/config/startup-error.ts';
import type { Database } from '@moim/kit/db/database.ts';
import {
  type EventReader,
  findEventReaders,
  forgetEventReader,
  silentHours,
} from '@moim/kit/events/event-readers.ts';
import { subgraphNames } from '../subgraph-names.ts';

/** Databases of the subgraphs that publish, by name. */
export type Publishers = ReadonlyMap<string, Pick<Database, 'write'>>;

interface Kept extends EventReader {
  readonly publisher: string;
}

/** For whom logs are kept: a line for each group, those furthest behind first. */
export async function listReaders(publishers: Publishers): Promise<readonly string[]> {
  const kept = (await findAll(publishers)).toSorted((one, other) => other.behind - one.behind);
  return kept.map(({ publisher, reader, group, behind, confirmedAt }) =>
    [publisher, `${reader}/${group}`, `${behind} behind`, `last spoke ${confirmedAt.toISOString()}`].join(
      '\t',
    ),
  );
}

/**
 * Lets the logs go that are kept for a subgraph which was taken out for good.
 *
 * @returns what was done, a line for each publisher
 * @throws {StartupError} it is of Moim itself, which is silent too while nothing runs; nobody reads by that name; or it
 *   spoke to any publisher a short while ago, so it is not gone
 */
export async function forgetReader(
  publishers: Publishers,
  reader: string,
  now: Date,
): Promise<readonly string[]> {
  if (subgraphNames.some((name) => name === reader))
    throw new StartupError(`"${reader}" is a subgraph of Moim itself: it is never gone for good.`);
  const kept = (await findAll(publishers)).filter((one) => one.reader === reader);
  if (kept.length === 0) throw new StartupError(`No log is kept for "${reader}".`);
  const lastSpokeMs = Math.max(...kept.map(({ confirmedAt }) => confirmedAt.getTime()));
  if (now.getTime() - lastSpokeMs < silentHours * 3_600_000)
    throw new StartupError(`"${reader}" spoke within the last ${silentHours} hours: it is not gone.`);
  const lines: string[] = [];
  for (const [publisher, { write }] of publishers) {
    const groups = await forgetEventReader(write, publisher, reader);
    if (groups.length > 0)
      lines.push(`${publisher} keeps nothing for ${reader} any more: ${groups.join(', ')}`);
  }
  return lines;
}

async function findAll(publishers: Publishers): Promise<readonly Kept[]> {
  const found = [...publishers].map(async ([publisher, { write }]) =>
    (await findEventReaders(write, publisher)).map((one) => ({ ...one, publisher })),
  );
  return (await Promise.all(found)).flat();
}

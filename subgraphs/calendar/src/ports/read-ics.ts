import { setImmediate as nextTurn } from 'node:timers/promises';
import { type IcsEntry, type IcsFile, type RefusedEntry, UnreadableEntry } from '../domain/ics.ts';
import { type IcsBlock, splitIcs } from './ics-blocks.ts';
import { zoneResolver } from './ics-zones.ts';
import { type JcalComponent, parseBlock, textOf } from './jcal.ts';
import type { IcsSurroundings } from './ics-times.ts';
import { type ReadEvent, readIcsEvent, toOverride } from './read-ics-event.ts';
import { isZone, toInstant, toWall } from './zones.ts';

/** Entries between two turns of the event loop: others are answered meanwhile. */
const turnSize = 25;

/**
 * Reads every event of a file; what cannot be read is listed with its line, and does not keep the
 * rest out.
 *
 * @param timeZone - for days and for times without a zone, unless the file names one
 */
export async function readIcs(text: string, timeZone: string): Promise<IcsFile> {
  const { blocks, properties } = splitIcs(text);
  const refused: RefusedEntry[] = [];
  const wished = properties.get('X-WR-TIMEZONE') ?? '';
  const surroundings = {
    resolveZone: zoneResolver(definitionsOf(blocks)),
    timeZone: isZone(wished) ? wished : timeZone,
  };
  const read: ReadEvent[] = [];
  for (const [index, block] of blocks.entries()) {
    if (index % turnSize === turnSize - 1) await nextTurn();
    const result = block.name === 'vtimezone' ? null : readBlock(block, surroundings);
    if (result && 'reason' in result) refused.push(result);
    else if (result) read.push(result);
  }
  const entries = join(read, refused);
  return { entries, refused: refused.toSorted((a, b) => a.line - b.line) };
}

function definitionsOf(blocks: readonly IcsBlock[]): Map<string, JcalComponent> {
  const definitions = new Map<string, JcalComponent>();
  for (const block of blocks.filter(({ name }) => name === 'vtimezone')) {
    try {
      const definition = parseBlock(block);
      definitions.set(textOf(definition, 'tzid') ?? '', definition);
    } catch {
      // An event that needs it says so.
    }
  }
  return definitions;
}

function readBlock(block: IcsBlock, surroundings: IcsSurroundings): ReadEvent | RefusedEntry {
  try {
    if (block.name !== 'vevent')
      throw new UnreadableEntry('NOT_AN_EVENT', `${block.name.toUpperCase()} is no event.`);
    const event = readIcsEvent(block, surroundings);
    if (event.isCancelled && event.recurrenceWall === null)
      throw new UnreadableEntry('CANCELLED', 'STATUS is CANCELLED.');
    return event;
  } catch (error) {
    return refusalOf(block, error);
  }
}

function refusalOf(block: IcsBlock, error: unknown): RefusedEntry {
  const summary = block.lines.find((line) => /^SUMMARY[;:]/i.test(line));
  return {
    line: block.line,
    summary: summary?.replace(/^[^:]*:/, '').slice(0, 200) ?? null,
    reason: error instanceof UnreadableEntry ? error.reason : 'MALFORMED',
    detail: error instanceof Error ? error.message : 'It cannot be read.',
  };
}

/** Masters with their overrides; of two versions of one event the later. */
function join(read: readonly ReadEvent[], refused: RefusedEntry[]): IcsEntry[] {
  const masters = new Map<string, ReadEvent>();
  for (const event of read.filter(({ recurrenceWall }) => recurrenceWall === null)) {
    const other = masters.get(event.uid);
    const isNewer = !other || event.sequence >= other.sequence;
    const loser = isNewer ? other : event;
    if (loser) refused.push(outdated(loser));
    if (isNewer) masters.set(event.uid, event);
  }
  const changes = read.flatMap((event) => (event.recurrenceWall === null ? [] : [event]));
  const orphans = changes.filter(({ uid, isCancelled }) => !masters.has(uid) && !isCancelled);
  return [
    ...[...masters.values()].map((master) =>
      withOverrides(
        master,
        changes.filter(({ uid }) => uid === master.uid),
      ),
    ),
    ...orphans.map(alone),
  ].sort((a, b) => a.line - b.line);
}

const outdated = ({ line, title }: ReadEvent): RefusedEntry => ({
  line,
  summary: title,
  reason: 'OUTDATED',
  detail: 'The file has a later version of the same UID.',
});

function withOverrides(master: ReadEvent, changes: readonly ReadEvent[]): IcsEntry {
  const { recurrenceWall: _, isCancelled: __, ...entry } = master;
  const named = changes.map((change) => ({ change, wall: inZoneOf(master, change) }));
  const gone = named.filter(({ change }) => change.isCancelled).map(({ wall }) => wall);
  const overrides = new Map(
    named
      .filter(({ change }) => !change.isCancelled)
      .map(({ change, wall }) => [wall, toOverride(change, master, wall)]),
  );
  return {
    ...entry,
    exdates: [...new Set([...entry.exdates, ...gone])].sort(),
    rdates: [...new Set(entry.rdates)].sort(),
    overrides: [...overrides.values()],
  };
}

/** RECURRENCE-ID as a wall time of the series, whatever zone it was written in. */
function inZoneOf(master: ReadEvent, { recurrenceWall, timeZone, isAllDay }: ReadEvent): string {
  const wall = recurrenceWall ?? '';
  if (isAllDay || timeZone === master.timeZone) return wall;
  return toWall(toInstant(wall, timeZone), master.timeZone);
}

/** One occurrence whose series is not in the file. */
function alone({ recurrenceWall, isCancelled: _, ...event }: ReadEvent): IcsEntry {
  return {
    ...event,
    uid: `${event.uid}/${recurrenceWall ?? ''}`,
    recurrenceRule: null,
    rdates: [],
    exdates: [],
  };
}

import { findIana } from 'windows-iana';
import { expandRule } from './expand-rule.ts';
import { findAll, type JcalComponent, textOf, toComponent } from './jcal.ts';
import { isZone, toWall } from './zones.ts';

/** Finds the IANA zone that a TZID of a file means; null when nobody can tell. */
export type ResolveZone = (tzid: string) => string | null;

/** @param definitions - the VTIMEZONE components of the file by TZID */
export function zoneResolver(definitions: ReadonlyMap<string, JcalComponent>): ResolveZone {
  const known = new Map<string, string | null>();
  return (tzid) => {
    const found = known.get(tzid);
    if (found !== undefined) return found;
    const definition = definitions.get(tzid);
    const zone = byName(tzid) ?? byLocation(definition) ?? byRules(tzid, definition);
    known.set(tzid, zone);
    return zone;
  };
}

/** `Asia/Seoul`, `/example.org/2008/Asia/Seoul`, and Outlook's `Korea Standard Time`. */
function byName(tzid: string): string | null {
  if (isZone(tzid)) return tzid;
  const parts = tzid.split('/');
  const tails = parts.map((_, index) => parts.slice(index).join('/'));
  return tails.find((tail) => tail.includes('/') && isZone(tail)) ?? findIana(tzid)[0] ?? null;
}

function byLocation(definition: JcalComponent | undefined): string | null {
  const location = definition && textOf(definition, 'x-lic-location');
  return location != null && isZone(location) ? location : null;
}

/** Days that tell zones of both hemispheres apart, whenever they change their clocks. */
const samples = Array.from({ length: 24 }, (_, index) => ({
  month: Math.floor(index / 2),
  day: index % 2 === 0 ? 5 : 20,
}));

/** The zone whose clocks do what the definition says; one that the name speaks of first. */
function byRules(tzid: string, definition: JcalComponent | undefined): string | null {
  if (!definition) return null;
  const observances = definition.components.map(toComponent).map(readObservance);
  const year = Math.max(...observances.map(({ start }) => Number(start.slice(0, 4)))) + 1;
  if (!Number.isFinite(year)) return null;
  const wanted = samples.map(({ month, day }) => {
    const at = new Date(Date.UTC(Math.max(year, 1971), month, day, 12));
    return { at, minutes: offsetAt(observances, at) };
  });
  const words = tzid.split(/[^\p{L}]+/u).filter((word) => word.length > 2);
  const zones = Intl.supportedValuesOf('timeZone').filter((zone) =>
    wanted.every(({ at, minutes }) => offsetOf(zone, at) === minutes),
  );
  return zones.find((zone) => words.some((word) => zone.includes(word))) ?? zones[0] ?? null;
}

interface Observance {
  readonly start: string;
  readonly rules: readonly string[];
  readonly dates: readonly string[];
  /** Minutes east of Greenwich before and from then on. */
  readonly before: number;
  readonly after: number;
}

function readObservance(part: JcalComponent): Observance {
  return {
    start: textOf(part, 'dtstart') ?? '',
    rules: findAll(part, 'rrule').map(([, , , value]) => ruleText(value)),
    dates: findAll(part, 'rdate').flatMap(([, , , ...values]) =>
      values.filter((each) => typeof each === 'string'),
    ),
    before: minutesOf(textOf(part, 'tzoffsetfrom')),
    after: minutesOf(textOf(part, 'tzoffsetto')),
  };
}

const ruleText = (value: unknown): string =>
  Object.entries(value ?? {})
    .map(([key, each]) => `${key.toUpperCase()}=${String(each).replaceAll(/[-:](?=\d\d)/g, '')}`)
    .join(';');

/** `+10:00` */
function minutesOf(offset: string | null): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)/.exec(offset ?? '') ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

/** That of the latest change before. */
function offsetAt(observances: readonly Observance[], at: Date): number {
  const changes = observances.flatMap((each) =>
    onsets(each, at).map((onset) => ({ onset, minutes: each.after })),
  );
  const latest = changes.reduce<{ onset: string; minutes: number } | null>(
    (last, each) => (!last || each.onset > last.onset ? each : last),
    null,
  );
  return latest?.minutes ?? observances[0]?.before ?? 0;
}

/** Local times of the changes up to then; half a day of difference cannot matter to our samples. */
function onsets({ start, rules, dates }: Observance, at: Date): string[] {
  const timing = { startsWall: start, durationS: 0, timeZone: 'UTC', isAllDay: false };
  const from = new Date(at.getTime() - 800 * 86_400_000);
  const byRule = rules.flatMap((rule) => expandRule(timing, rule, { from, until: at, limit: 50 }));
  return [start, ...dates, ...byRule].filter((wall) => wall < at.toISOString());
}

function offsetOf(zone: string, at: Date): number {
  return Math.round((Date.parse(`${toWall(at, zone)}Z`) - at.getTime()) / 60_000);
}

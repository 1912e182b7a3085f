import ICAL from 'ical.js';
import { z } from 'zod';
import { UnreadableEntry } from '../domain/ics.ts';
import type { IcsBlock } from './ics-blocks.ts';

/** RFC 7265: `[name, parameters, type, …values]`. */
export const jcalProperty = z.tuple([z.string(), z.record(z.string(), z.unknown()), z.string()], z.unknown());
export type JcalProperty = z.output<typeof jcalProperty>;

/** RFC 7265: `[name, properties, components]`. */
export interface JcalComponent {
  readonly name: string;
  readonly properties: readonly JcalProperty[];
  readonly components: readonly unknown[];
}

const component = z.tuple([z.string(), z.array(jcalProperty), z.array(z.unknown())]);

export function toComponent(value: unknown): JcalComponent {
  const [name, properties, components] = component.parse(value);
  return { name, properties, components };
}

/** @throws {UnreadableEntry} MALFORMED with what the parser said */
export function parseBlock(block: IcsBlock): JcalComponent {
  if (!block.isWhole) throw new UnreadableEntry('MALFORMED', `${block.name.toUpperCase()} has no END.`);
  try {
    const parsed: unknown = ICAL.parse(block.lines.join('\r\n'));
    return toComponent(parsed);
  } catch (error) {
    throw new UnreadableEntry('MALFORMED', error instanceof Error ? error.message : 'It does not parse.');
  }
}

export const findAll = ({ properties }: JcalComponent, name: string): JcalProperty[] =>
  properties.filter(([each]) => each === name);

export const findOne = (from: JcalComponent, name: string): JcalProperty | null =>
  findAll(from, name)[0] ?? null;

/** The first value as text; null when there is none. */
export function textOf(from: JcalComponent, name: string): string | null {
  const value = findOne(from, name)?.[3];
  const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
  return text === '' ? null : text;
}

/** One property as folded text. */
export const writeProperty = (property: JcalProperty): string =>
  ICAL.stringify.property([...property], ICAL.design.icalendar, false);

/** A component with all that is in it. */
export function writeComponent(value: unknown): string {
  const { name, properties, components } = toComponent(value);
  return ICAL.stringify.component([name, properties, components], ICAL.design.icalendar);
}

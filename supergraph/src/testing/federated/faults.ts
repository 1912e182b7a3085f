import type { Thing } from './world.ts';

/** How a field of a subgraph goes wrong. */
export type Fault = 'null' | 'error' | 'unknown value' | 'missing entity' | 'failing entity';

/** Faults by `Type.field`, and by `Type` for those of entities. */
export interface Faults {
  readonly byField: ReadonlyMap<string, Fault>;
  /** Every n-th thing of a type has them. */
  readonly every: number;
}

export const noFaults: Faults = { byField: new Map(), every: 1 };

/** The fault of one thing; the same whoever asks for it, and how often. */
export function faultOf({ byField, every }: Faults, thing: Thing, field: string | null): Fault | null {
  const name = field === null ? thing.__typename : `${thing.__typename}.${field}`;
  const fault = byField.get(name);
  return fault !== undefined && hash(identityOf(thing)) % every === 0 ? fault : null;
}

const identityOf = (thing: Thing): string =>
  Object.values(thing)
    .filter((value) => typeof value === 'string')
    .join(' ');

const hash = (text: string): number =>
  [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9_973, 7);

/** A field with its fault, where it has one: null, a value of no type, or an error. */
export function faultyValue(faults: Faults, thing: Thing, field: string, value: () => unknown): unknown {
  switch (faultOf(faults, thing, field)) {
    case 'error':
      throw new Error(`${thing.__typename}.${field} failed`);
    case 'null':
      return null;
    case 'unknown value':
      return 'of no type';
    default:
      return value();
  }
}

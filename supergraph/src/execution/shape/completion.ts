import { isList } from '../json-object.ts';
import type { ResponsePath } from '../plan/response-path.ts';

/** What a subgraph answered that its schema does not allow, and where in the client's answer. */
export interface Violation {
  readonly message: string;
  readonly path: ResponsePath;
  /** Who answered it; absent: nobody was asked, or has answered. */
  readonly subgraph?: string;
}

/** Stands for a null that the place does not allow: it goes up to the next place that does. */
export const bubble = Symbol('bubble');

/** Of what nobody answered: no fault of anybody, told to those alone who may know why something is null. */
export const unanswered = 'Nobody has answered this.';

/** A violation on its way up, its path written from the end. */
interface OpenViolation {
  readonly message: string;
  readonly reversed: (string | number)[];
}

export type Violations = OpenViolation[];

/** Makes of a subgraph's value what the client is given, or {@link bubble}. */
export type Complete = (value: unknown, violations: Violations) => unknown;

export const violate = (violations: Violations, message: string): void =>
  void violations.push({ message, reversed: [] });

/** Notes where those are that were found since. */
export function placeBelow(violations: Violations, since: number, key: string | number): void {
  for (const { reversed } of violations.slice(since)) reversed.push(key);
}

export const toViolations = (open: Violations): Violation[] =>
  open.map(({ message, reversed }) => ({ message, path: reversed.toReversed() }));

/** @param complete - of a value that is not null */
export const completeNullable =
  (complete: Complete): Complete =>
  (value, violations) => {
    if (value === null || value === undefined) return null;
    const completed = complete(value, violations);
    return completed === bubble ? null : completed;
  };

export const completeNonNull =
  (complete: Complete): Complete =>
  (value, violations) => {
    if (value !== null && value !== undefined) return complete(value, violations);
    // Nobody answered it: its entity is not there for this viewer, and who says so need not say why.
    if (value === undefined) {
      violate(violations, unanswered);
      return bubble;
    }
    violate(violations, 'This may not be null.');
    return bubble;
  };

/** @param complete - of an element, null or not */
export const completeList =
  (complete: Complete): Complete =>
  (value, violations) => {
    if (!isList(value)) {
      violate(violations, 'This is no list.');
      return bubble;
    }
    let isLost = false;
    const completed = new Array<unknown>(value.length);
    for (let index = 0; index < value.length; index += 1) {
      const since = violations.length;
      const one = complete(value[index], violations);
      if (violations.length > since) placeBelow(violations, since, index);
      if (one === bubble) isLost = true;
      completed[index] = one;
    }
    return isLost ? bubble : completed;
  };

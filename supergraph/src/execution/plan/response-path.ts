/** Where something is in an answer: response names and places in lists. */
export type ResponsePath = readonly (string | number)[];

/** A step of a plan's path: a field, or each element of a list; either for objects of some types only. */
export interface PathStep {
  /** Null: each element. */
  readonly field: string | null;
  /** Null: whatever the type. */
  readonly types: ReadonlySet<string> | null;
}

/** @param path - as the planner writes it, e.g. `['rooms', '@', 'owner']` or `['media|[Book,Film]']` */
export const readPlanPath = (path: readonly (string | number)[]): PathStep[] =>
  path
    .map(String)
    .filter((element) => element !== '')
    .map(readStep);

function readStep(element: string): PathStep {
  const [name = '', condition] = element.split('|');
  const types = condition === undefined ? null : new Set(condition.replace(/^\[|\]$/g, '').split(','));
  return { field: name === '@' ? null : name, types };
}

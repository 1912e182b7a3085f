import type { DocumentSize } from './measure-document.ts';
import type { OperationLimits } from './operation-limits.ts';

/** What a size may not exceed, in the order in which it is said to the client. */
const checks: readonly (readonly [keyof DocumentSize, string])[] = [
  ['depth', 'levels of fields'],
  ['introspectionDepth', 'levels of introspection'],
  ['aliases', 'aliases'],
  ['rootFields', 'fields at the root'],
  ['directives', 'directives'],
  ['selections', 'fields with all fragments expanded'],
];

export interface ExceededLimit {
  readonly limit: keyof OperationLimits;
  /** One sentence for the client. */
  readonly message: string;
}

/** The first limit that the operation exceeds; null when it is within all. */
export function findExceededLimit(size: DocumentSize, limits: OperationLimits): ExceededLimit | null {
  for (const [limit, words] of checks)
    if (size[limit] > limits[limit])
      return { limit, message: `The operation has more than ${limits[limit]} ${words}.` };
  return null;
}

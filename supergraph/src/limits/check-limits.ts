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

/** One sentence for the first limit that the operation exceeds; null when it is within all. */
export function findExceededLimit(size: DocumentSize, limits: OperationLimits): string | null {
  for (const [name, words] of checks)
    if (size[name] > limits[name]) return `The operation has more than ${limits[name]} ${words}.`;
  return null;
}

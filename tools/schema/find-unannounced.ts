import { BreakingChangeType as Type, findBreakingChanges, type GraphQLSchema } from 'graphql';

export interface BreakingChange {
  /** What broke: `Type`, `Type.field`, `Type.field(argument:)` or `Enum.VALUE`. */
  readonly coordinate: string;
  readonly description: string;
}

/**
 * Changes that break a client of `before` and that the changelog does not announce.
 *
 * An announcement is an entry of CHANGELOG.md that says **Breaking** and names the coordinate in
 * backticks.
 */
export function findUnannounced(
  before: GraphQLSchema,
  after: GraphQLSchema,
  changelog: string,
): BreakingChange[] {
  const announced = readAnnouncements(changelog);
  return findBreakingChanges(before, after)
    .map(({ type, description }) => ({ coordinate: coordinateOf(type, description), description }))
    .filter(({ coordinate }) => !announced.has(coordinate));
}

/** Names in the entries that say **Breaking**; an entry is a list item with its continuation lines. */
export function readAnnouncements(changelog: string): Set<string> {
  const entries = changelog.split(/\n(?=[-*#\n])/).filter((entry) => entry.includes('**Breaking'));
  return new Set(
    entries.flatMap((entry) => Array.from(entry.matchAll(/`([^`]+)`/g), ([, name = '']) => name)),
  );
}

/** graphql-js says what broke in words only. */
export function coordinateOf(type: Type, description: string): string {
  const words = description.replace(/\.$/, '').split(' ');
  const first = words[0] ?? '';
  const last = words.at(-1) ?? '';
  const after = (word: string) => words[words.indexOf(word) + 1] ?? '';
  switch (type) {
    case Type.VALUE_REMOVED_FROM_ENUM:
      return `${last}.${first}`;
    case Type.TYPE_REMOVED_FROM_UNION:
      return last;
    case Type.REQUIRED_INPUT_FIELD_ADDED:
      return `${after('type')}.${after('field')}`;
    case Type.ARG_REMOVED:
    case Type.ARG_CHANGED_KIND:
      return `${first}(${after('arg')}:)`;
    case Type.REQUIRED_ARG_ADDED:
      return `${after('on')}(${after('arg')}:)`;
    default:
      return first;
  }
}

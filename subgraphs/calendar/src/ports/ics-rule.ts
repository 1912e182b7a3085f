import { parseRule } from '../domain/recurrence-rule.ts';
import { UnreadableEntry } from '../domain/ics.ts';
import type { IcsBlock } from './ics-blocks.ts';

/**
 * The RRULE of an entry, from the text itself, so that it is kept as written; null for none.
 *
 * @throws {UnreadableEntry} for a rule that cannot be read
 */
export function readRule({ lines }: IcsBlock): string | null {
  const values = topLines(lines).flatMap(
    (line) => /^(RRULE|EXRULE)[^:]*:(.*)$/i.exec(line)?.slice(1, 3) ?? [],
  );
  if (values.length === 0) return null;
  if (values.length > 2 || values[0]?.toUpperCase() === 'EXRULE')
    throw new UnreadableEntry('INVALID_RULE', 'Only one RRULE and no EXRULE is understood.');
  const rule = (values[1] ?? '').trim();
  try {
    parseRule(rule);
  } catch (error) {
    throw new UnreadableEntry('INVALID_RULE', error instanceof Error ? error.message : rule);
  }
  return rule;
}

/** Those of the event itself, not of an alarm in it. */
function topLines(lines: readonly string[]): string[] {
  let depth = 0;
  return lines.filter((line) => {
    if (/^BEGIN:/i.test(line)) depth += 1;
    if (/^END:/i.test(line)) depth -= 1;
    return depth === 1;
  });
}

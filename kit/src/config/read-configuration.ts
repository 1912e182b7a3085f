import type { z } from 'zod';
import { StartupError } from './startup-error.ts';

/** Names of variables and what they must be; parsed once, at the start of a process. */
type Variables = z.ZodType<unknown, Record<string, unknown>>;

/**
 * Reads the variables that the schema names; an empty one counts as not set. Values are never
 * repeated in an error: some of them are secrets.
 *
 * @throws {StartupError} naming every variable that is missing or wrong
 */
export function readConfiguration<Schema extends Variables>(
  variables: Schema,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): z.output<Schema> {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const parsed = variables.safeParse(set);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path: [name = 'The environment'], message }) => {
    return set[String(name)] === undefined && message.startsWith('Invalid input')
      ? `${String(name)} is not set`
      : `${String(name)} ${message}`;
  });
  throw new StartupError(`${problems.join('; ')}.`);
}

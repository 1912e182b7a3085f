import { createHash } from 'node:crypto';
import { buildSchema } from 'graphql';
import { z } from 'zod';
import { describeChanges } from './describe-changes.ts';

/** What is published, by variant: the SDL that its clients see. */
export type Variants = Readonly<Record<'api' | 'integrator', string>>;

const change = z.object({
  coordinate: z.string(),
  change: z.enum(['added', 'removed', 'changed', 'deprecated']),
  detail: z.string(),
  isBreaking: z.boolean(),
});
const entry = z.object({
  /** When it was made, in UTC, `YYYY-MM-DD`. */
  date: z.iso.date(),
  /** SHA-256 of the schemas that it leads to. */
  schema: z.string(),
  /** A variant that was not there before has none. */
  changes: z.object({ api: z.array(change), integrator: z.array(change) }),
});
type Entry = z.output<typeof entry>;

export interface ChangelogOptions {
  /** `schema/changelog.json` as it lies there; null: not yet. */
  readonly current: string | null;
  /** The same as it was committed last, and the schemas that were committed with it. */
  readonly committed: string | null;
  readonly before: Readonly<Partial<Variants>>;
  readonly now: Variants;
  readonly today: Date;
}

/**
 * The changelog of the published schemas for machines, newest first. It stays as it is when it ends with them;
 * otherwise one entry is put before those of the last commit, whatever was written since.
 */
export function printChangelog({ current, committed, before, now, today }: ChangelogOptions): string {
  const schema = createHash('sha256').update(now.api).update(now.integrator).digest('hex');
  if (current !== null && read(current)[0]?.schema === schema) return current;
  const added: Entry = {
    date: today.toISOString().slice(0, 10),
    schema,
    changes: { api: between(before.api, now.api), integrator: between(before.integrator, now.integrator) },
  };
  return `${JSON.stringify([added, ...read(committed)], null, 2)}\n`;
}

const read = (text: string | null): Entry[] => (text === null ? [] : z.array(entry).parse(JSON.parse(text)));

const between = (before: string | undefined, now: string) =>
  before === undefined ? [] : describeChanges(buildSchema(before), buildSchema(now));

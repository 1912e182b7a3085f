import { sql, type SQL } from 'drizzle-orm';
import type { ConnectionOptions } from 'pg-boss';
import type { Tx } from '../db/database.ts';

type JobDatabase = NonNullable<ConnectionOptions['db']>;

/** Lets the job queue write within a transaction of ours. */
export function transactionDatabase(tx: Tx, statement: string): JobDatabase {
  return {
    executeSql: async (text, values = []) => {
      const { rows } = await tx.named(statement).execute(fromText(text, values));
      return { rows };
    },
  };
}

/** SQL text with `$1, $2 …` as drizzle wants it; parts between the placeholders go through as they are. */
function fromText(text: string, values: readonly unknown[]): SQL {
  const parts = text.split(/\$(\d+)/);
  return sql.join(
    parts.map((part, index) => (index % 2 === 0 ? sql.raw(part) : sql.param(values[Number(part) - 1]))),
  );
}

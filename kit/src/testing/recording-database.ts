import type { Database, ReadDb } from '../db/database.ts';

/** Writes down the name of every statement: each asks for its handle by name exactly once. */
export function recordingDatabase({ read, write }: Database, sent: string[]): Database {
  const named =
    <Db extends ReadDb>(db: Db): Db['named'] =>
    (statement) => {
      sent.push(statement);
      return db.named(statement);
    };
  return {
    read: { named: named(read) },
    write: {
      named: named(write),
      transaction: (work) =>
        write.transaction((tx) => work({ named: named(tx), afterCommit: (task) => tx.afterCommit(task) })),
    },
  };
}

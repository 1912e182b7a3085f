import type { Database, ReadDb, Tx } from '../db/database.ts';

/** Writes down the name of every statement: each asks for its handle by name exactly once. */
export function recordingDatabase({ read, write }: Database, sent: string[]): Database {
  const named =
    <Db extends ReadDb>(db: Db): Db['named'] =>
    (statement) => {
      sent.push(statement);
      return db.named(statement);
    };
  const recording = (tx: Tx): Tx => ({
    named: named(tx),
    afterCommit: (task) => tx.afterCommit(task),
    part: (work) => tx.part((inner) => work(recording(inner))),
  });
  return {
    read: { named: named(read) },
    write: { named: named(write), transaction: (work) => write.transaction((tx) => work(recording(tx))) },
  };
}

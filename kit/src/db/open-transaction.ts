import type { PoolClient, QueryConfig, QueryResult } from 'pg';
import { here, within } from '../trace/span.ts';
import type { Tx } from './database.ts';
import { namedQueries } from './named-queries.ts';
import { untilNotUndone } from './until-not-undone.ts';

export type OnHookError = (error: unknown) => void;

/** What `work` sees of a transaction between its begin and its end. */
export class OpenTransaction implements Tx {
  readonly #client: OneByOne;
  readonly #hooks: (() => void)[] = [];
  #isOpen = true;
  #parts = 0;

  constructor(client: PoolClient) {
    this.#client = new OneByOne(client);
  }

  part<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return untilNotUndone(() => this.#partOnce(work));
  }

  async #partOnce<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const savepoint = `part_${++this.#parts}`;
    const hooksBefore = this.#hooks.length;
    await this.#client.query({ text: `savepoint ${savepoint}` });
    try {
      const result = await work(this);
      await this.#client.query({ text: `release savepoint ${savepoint}` });
      return result;
    } catch (error) {
      this.#hooks.length = hooksBefore;
      // Where this fails too, so does the commit.
      await this.#client.query({ text: `rollback to savepoint ${savepoint}` }).catch(() => undefined);
      throw error;
    }
  }

  named(statement: string) {
    // Afterwards the connection belongs to someone else's transaction.
    if (!this.#isOpen) throw new Error(`${statement} was sent to a transaction that has ended`);
    return namedQueries(this.#client, statement);
  }

  afterCommit(task: () => void): void {
    const asked = here();
    this.#hooks.push(() => within(asked, task));
  }

  end(): void {
    this.#isOpen = false;
  }

  /** After the commit. A hook that throws must not make a committed transaction look failed. */
  runHooks(onError: OnHookError): void {
    for (const hook of this.#hooks) {
      try {
        hook();
      } catch (error) {
        onError(error);
      }
    }
  }
}

/** A connection takes one statement at a time; resolvers that share a transaction do not know of each other. */
class OneByOne {
  readonly #client: PoolClient;
  #last: Promise<unknown> = Promise.resolve();

  constructor(client: PoolClient) {
    this.#client = client;
  }

  query(config: QueryConfig, values: unknown[] = []): Promise<QueryResult> {
    const answer = this.#last.then(() => this.#client.query(config, values));
    this.#last = answer.catch(() => undefined);
    return answer;
  }
}

import { drizzle } from 'drizzle-orm/node-postgres';
import type { Pool, QueryConfig, QueryResult } from 'pg';
import { inChildSpan } from '../trace/span.ts';
import type { WriteQueries } from './database.ts';
import { orOutage } from './outage-of.ts';
import { PreparedNames } from './prepared-names.ts';

/** A pool, a connection, or whoever chooses among them. */
export interface Queryable {
  query(config: QueryConfig, values: unknown[]): Promise<QueryResult>;
}

/** `subgraph.statementName`; nothing in it can end the comment it is sent in. */
const statementName = /^[a-z][a-zA-Z0-9]*(\.[a-zA-Z][a-zA-Z0-9]*)+$/;

/**
 * Drizzle over a connection whose every SQL text carries the statement's name as a comment.
 *
 * @throws {TypeError} when `statement` is not of the form `subgraph.statementName`
 */
export function namedQueries(connection: Queryable, statement: string): WriteQueries {
  if (!statementName.test(statement)) throw new TypeError(`"${statement}" is not a statement name`);
  return drizzle(asDrizzleClient(new CommentingClient(connection, statement)));
}

/** One for all connections: a name always stands for the same text. */
const prepared = new PreparedNames();

/** Drizzle's node-postgres session calls nothing but `query(config, values)`. */
class CommentingClient {
  readonly #connection: Queryable;
  readonly #statement: string;

  constructor(connection: Queryable, statement: string) {
    this.#connection = connection;
    this.#statement = statement;
  }

  /** @throws {OutageError} what the server could not do now */
  async query(config: QueryConfig, values: unknown[]): Promise<QueryResult> {
    const text = withName(config.text, this.#statement);
    const name = prepared.nameOf(text, this.#statement);
    const named = { ...config, text, ...(name !== undefined && { name }) };
    const attributes = { 'db.system.name': 'postgresql', 'db.query.summary': this.#statement };
    try {
      return await orOutage(
        inChildSpan(this.#statement, { kind: 'CLIENT', attributes }, () =>
          this.#connection.query(named, values),
        ),
      );
    } catch (error) {
      if (isPlanOutdated(error)) prepared.forget(text);
      throw error;
    }
  }
}

/** `cached plan must not change result type`: https://www.postgresql.org/docs/18/sql-prepare.html */
const isPlanOutdated = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '0A000';

/**
 * Behind the first word: pg_stat_statements drops a comment in front of a statement, and
 * pg_stat_activity cuts off what stands after the first kilobyte.
 */
export function withName(text: string, statement: string): string {
  const comment = `/* ${statement} */`;
  return text.replace(/^\s*(\w*)/, (_, word: string) => (word ? `${word} ${comment}` : `${comment} `));
}

/** The one cast: drizzle's type asks for a whole client where its code uses one method. */
function asDrizzleClient(client: CommentingClient): Pool {
  return client as unknown as Pool;
}

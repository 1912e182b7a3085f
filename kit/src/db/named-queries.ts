import { drizzle } from 'drizzle-orm/node-postgres';
import type { Pool, QueryConfig, QueryResult } from 'pg';
import { inChildSpan } from '../trace/span.ts';
import { asOutage } from './as-outage.ts';
import type { WriteQueries } from './database.ts';

/** A pool, a connection, or whoever chooses among them. */
interface Queryable {
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

/** Drizzle's node-postgres session calls nothing but `query(config, values)`. */
class CommentingClient {
  readonly #connection: Queryable;
  readonly #statement: string;

  constructor(connection: Queryable, statement: string) {
    this.#connection = connection;
    this.#statement = statement;
  }

  /** @throws {OutageError} cancelled by `statement_timeout`, or the server is away */
  async query(config: QueryConfig, values: unknown[]): Promise<QueryResult> {
    const named = { ...config, text: withName(config.text, this.#statement) };
    const attributes = { 'db.system.name': 'postgresql', 'db.query.summary': this.#statement };
    try {
      return await inChildSpan(this.#statement, { kind: 'CLIENT', attributes }, () =>
        this.#connection.query(named, values),
      );
    } catch (error) {
      throw asOutage(error);
    }
  }
}

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

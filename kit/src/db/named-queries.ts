import { drizzle } from 'drizzle-orm/node-postgres';
import type { Pool, PoolClient, QueryConfig, QueryResult } from 'pg';
import type { WriteQueries } from './database.ts';

/** `subgraph.statementName`; nothing in it can end the comment it is sent in. */
const statementName = /^[a-z][a-zA-Z0-9]*(\.[a-zA-Z][a-zA-Z0-9]*)+$/;

/**
 * Drizzle over a connection whose every SQL text starts with the statement's name as a comment.
 *
 * @throws {TypeError} when `statement` is not of the form `subgraph.statementName`
 */
export function namedQueries(connection: Pool | PoolClient, statement: string): WriteQueries {
  if (!statementName.test(statement)) throw new TypeError(`"${statement}" is not a statement name`);
  return drizzle(asDrizzleClient(new CommentingClient(connection, `/* ${statement} */ `)));
}

/** Drizzle's node-postgres session calls nothing but `query(config, values)`. */
class CommentingClient {
  readonly #connection: Pool | PoolClient;
  readonly #comment: string;

  constructor(connection: Pool | PoolClient, comment: string) {
    this.#connection = connection;
    this.#comment = comment;
  }

  query(config: QueryConfig, values: unknown[]): Promise<QueryResult> {
    return this.#connection.query({ ...config, text: this.#comment + config.text }, values);
  }
}

/** The one cast: drizzle's type asks for a whole client where its code uses one method. */
function asDrizzleClient(client: CommentingClient): Pool {
  return client as unknown as Pool;
}

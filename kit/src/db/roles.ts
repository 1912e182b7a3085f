import { createHmac } from 'node:crypto';

export interface RoleOptions {
  /** Of a user that may create roles; its host, port and database are kept. */
  readonly url: string;
  readonly subgraph: string;
  /** Every role's password is derived from it; at least 16 characters. */
  readonly roleSecret: string;
}

/** Roles belong to the whole server, so the database's name keeps two installations apart. */
export function roleName(database: string, subgraph: string): string {
  const name = `${database}_${subgraph}`;
  // PostgreSQL cuts names at 63 bytes without a word.
  if (Buffer.byteLength(name) > 63) throw new RangeError(`the role name "${name}" is longer than 63 bytes`);
  return name;
}

/** Of the role that may only read the subgraph's schema; see `roleName`. */
export const readerRoleName = (database: string, subgraph: string): string =>
  roleName(database, `${subgraph}_reader`);

/** 256 bits: nothing is stored, and each role's password tells nothing about another's. */
export function rolePassword(roleSecret: string, role: string): string {
  return createHmac('sha256', roleSecret).update(`database role ${role}`).digest('base64url');
}

/** How a subgraph logs in to the database that `migrate` prepared with the same secret. */
export function subgraphUrl({ url, subgraph, roleSecret }: RoleOptions): string {
  return urlAs(url, roleName(databaseOf(url), subgraph), roleSecret);
}

/**
 * How a subgraph logs in where it only reads: what reaches a replica could not write anywhere else.
 *
 * @param options - `url` names the replica, whose roles are its primary's
 */
export function subgraphReaderUrl({ url, subgraph, roleSecret }: RoleOptions): string {
  return urlAs(url, readerRoleName(databaseOf(url), subgraph), roleSecret);
}

function urlAs(url: string, role: string, roleSecret: string): string {
  const own = new URL(url);
  own.username = encodeURIComponent(role);
  own.password = rolePassword(roleSecret, role);
  return own.href;
}

/** The database that a URL names; by PostgreSQL's rule that of the user's name where it names none. */
export function databaseOf(url: string): string {
  const { pathname, username } = new URL(url);
  return decodeURIComponent(pathname.slice(1) || username);
}

import { readFileSync } from 'node:fs';

/** Whom a start is measured as. */
export interface Account {
  readonly name: string;
  /** Null: as whoever runs the bench. */
  readonly ids: { readonly uid: number; readonly gid: number } | null;
}

/** As root: root and an ordinary user that the system already has. Else only ourselves. */
export function accounts(): Account[] {
  if (process.getuid?.() !== 0) return [{ name: 'ordinary user', ids: null }];
  const [, , uid, gid] = lineOf('daemon') ?? [];
  const ordinary = uid && gid ? [{ name: 'ordinary user (daemon)', ids: { uid: +uid, gid: +gid } }] : [];
  return [{ name: 'root', ids: null }, ...ordinary];
}

const lineOf = (user: string): string[] | undefined =>
  readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .find(([name]) => name === user);

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { StartupError } from '../../config/startup-error.ts';

/** Whom the database runs as when we are root, which PostgreSQL refuses. */
export interface ServerUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Null when we are an ordinary user and the database simply runs as us. Never creates a user. */
export function findServerUser(): ServerUser | null {
  if (process.getuid?.() !== 0) return null;
  const user = chooseServerUser(readFileSync('/etc/passwd', 'utf8'));
  if (!user)
    throw new StartupError(
      'PostgreSQL does not run as root and this machine has neither a "postgres" nor a "nobody" user: start as an ordinary user.',
    );
  return user;
}

/** `postgres` when it is listed, else `nobody`, else null. */
export function chooseServerUser(passwd: string): ServerUser | null {
  const users = passwd.split('\n').map((line) => line.split(':'));
  for (const wanted of ['postgres', 'nobody']) {
    const [name, , uid, gid] = users.find(([candidate]) => candidate === wanted) ?? [];
    if (name && uid && gid) return { name, uid: Number(uid), gid: Number(gid) };
  }
  return null;
}

/** Whether this user may pass through every folder on the way to `folder`. */
export function canEnter(user: ServerUser, folder: string): boolean {
  const { uid, gid } = user;
  return spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { uid, gid, cwd: '/' }).status === 0;
}

import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isSameProcess, ownIdentity } from '../db/embedded-postgres/processes.ts';

export interface ProcessLockOptions {
  /** Milliseconds until it is looked again, half as long to half as long again. */
  readonly lookAgainMs: number;
  /** Aborted: waits no longer, and throws. */
  readonly signal?: AbortSignal | undefined;
  /** 0 ≤ random() < 1, so that two that give way to each other do not meet again. */
  readonly random?: () => number;
}

/**
 * Runs `work` while nobody else does under the same lock, in this process or another of this machine. Whoever held it
 * and died is in nobody's way.
 *
 * A lock is a file of its holder's own: raise it, look for others, and give way to any that lives. No name is ever
 * used twice, so a dead holder's file can be removed by anybody without taking a living one for it.
 *
 * @param file - what the files are named after; its folder is there
 */
export async function withProcessLock<Result>(
  file: string,
  work: () => Promise<Result>,
  options: ProcessLockOptions,
): Promise<Result> {
  const own = await raise(file, options);
  try {
    return await work();
  } finally {
    rmSync(own, { force: true });
  }
}

async function raise(
  file: string,
  { lookAgainMs, signal, random = Math.random }: ProcessLockOptions,
): Promise<string> {
  for (;;) {
    const own = isFree(file) ? raiseOwn(file) : null;
    if (own) return own;
    await sleep(lookAgainMs * (0.5 + random()), undefined, signal && { signal });
  }
}

/** Whoever raises theirs later sees this one; whoever did before is seen here: at most one goes on. */
function raiseOwn(file: string): string | null {
  const own = `${file}.${ownIdentity().replace(' ', '-')}-${randomUUID()}`;
  writeFileSync(own, '', { flag: 'wx' });
  if (isFree(file, own)) return own;
  rmSync(own, { force: true });
  return null;
}

/** Removes what the dead have left. */
function isFree(file: string, own?: string): boolean {
  const [folder, name] = [dirname(file), basename(file)];
  const others = readdirSync(folder)
    .filter((each) => each === name || each.startsWith(`${name}.`))
    .map((each) => join(folder, each))
    .filter((each) => each !== own);
  const dead = others.filter((each) => !isHeld(each));
  for (const each of dead) rmSync(each, { force: true });
  return dead.length === others.length;
}

/** An earlier version wrote its identity into the file itself. */
function isHeld(file: string): boolean {
  const [, pid, began] = /\.(\d+)-(\d*)-[^.]*$/.exec(file) ?? [];
  if (pid !== undefined) return isSameProcess(`${pid} ${began ?? ''}`);
  try {
    return isSameProcess(readFileSync(file, 'utf8'));
  } catch {
    return false;
  }
}

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from './accounts.ts';

export interface CleanClone {
  /** Removed by whoever made it. */
  readonly folder: string;
  readonly checkout: string;
  /** For everything that is run in it. */
  readonly run: {
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
    readonly uid?: number;
    readonly gid?: number;
  };
}

/** What is committed, in an empty folder that belongs to the account; npm's cache is warm. */
export function cleanClone(source: string, { ids }: Account): CleanClone {
  const folder = mkdtempSync(join(tmpdir(), 'moim-bench-start-'));
  const [checkout, home, cache] = [join(folder, 'moim'), join(folder, 'home'), join(folder, 'npm')];
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', source, checkout]);
  mkdirSync(home);
  execFileSync('cp', ['-r', npmCache(), cache]);
  if (ids) execFileSync('chown', ['-R', `${ids.uid}:${ids.gid}`, folder]);
  execFileSync('chmod', ['755', folder]);
  const env = {
    PATH: systemPath(),
    HOME: home,
    npm_config_cache: cache,
    npm_config_update_notifier: 'false',
  };
  return { folder, checkout, run: { cwd: checkout, env, ...ids } };
}

const npmCache = (): string => execFileSync('npm', ['config', 'get', 'cache'], { encoding: 'utf8' }).trim();

/** Without what npm put in front of it for this script: a newcomer's shell has the system's Node. */
const systemPath = (): string =>
  (process.env['PATH'] ?? '')
    .split(':')
    .filter((folder) => !folder.includes('node_modules') && !folder.includes('node-gyp-bin'))
    .join(':');

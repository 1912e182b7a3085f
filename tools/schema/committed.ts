import { execFileSync } from 'node:child_process';

/**
 * The commits that say what others rely on: the last one, and the one before it, so that a commit
 * that breaks a promise without a word is found by its own check on CI as well. SCHEMA_BASE names
 * another commit or branch to hold the tree against, e.g. `origin/main`.
 */
export function promisingCommits(): string[] {
  const base = process.env['SCHEMA_BASE'];
  return base ? [base] : ['HEAD', 'HEAD~1'];
}

/** The text of a committed file, or null when that commit, or git, or the file is not there. */
export function readCommitted(root: string, commit: string, file: string): string | null {
  return git(root, 'show', `${commit}:${file}`);
}

/** Paths of the committed files in a folder; none when there is no such commit. */
export function listCommitted(root: string, commit: string, folder: string): string[] {
  const listing = git(root, 'ls-tree', '-r', '--name-only', commit, `${folder}/`);
  return listing?.split('\n').filter((file) => file !== '') ?? [];
}

function git(root: string, ...args: string[]): string | null {
  // On CI the checkout may belong to another user.
  const trust = ['-c', `safe.directory=${root.replace(/\/$/, '')}`];
  try {
    return execFileSync('git', [...trust, ...args], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return null;
  }
}

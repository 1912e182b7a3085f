import { execFileSync } from 'node:child_process';

const apiFile = 'schema/api.graphql';

/**
 * The client API as it was committed: what clients rely on. Both the last commit and the one before
 * it, so that a commit that breaks the API without a word is found by its own check on CI as well.
 * SCHEMA_BASE names another commit or branch to hold the tree against, e.g. `origin/main`.
 *
 * @returns SDL, newest first; none outside a git checkout or before the first version
 */
export function readPromised(root: string): string[] {
  const base = process.env['SCHEMA_BASE'];
  return (base ? [base] : ['HEAD', 'HEAD~1']).flatMap((commit) => readAt(root, commit));
}

function readAt(root: string, commit: string): string[] {
  try {
    // on CI the checkout may belong to another user
    const args = ['-c', `safe.directory=${root.replace(/\/$/, '')}`, 'show', `${commit}:${apiFile}`];
    return [execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })];
  } catch {
    return [];
  }
}

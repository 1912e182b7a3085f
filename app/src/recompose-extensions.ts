import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { digest, parseRecord, readRecordText } from '@moim/supergraph/extensions/installed.ts';
import { readOwnSupergraphs } from '@moim/supergraph/own-variants.ts';
import { root } from './configuration.ts';
import type { Progress } from './progress.ts';

/** Composing takes seconds. */
const timeoutMs = 60_000;

export interface RecomposeOptions {
  /** Of the installation; it need not be there. */
  readonly folder: string;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
}

/**
 * After an update of Moim composes what the installation added anew, in a process of its own, so that it is served
 * from the beginning. What no longer composes, or cannot be composed here, is told and left as it is: the graph is
 * then served without it. Never rejects, but for the signal.
 */
export async function recomposeExtensions({ folder, progress, signal }: RecomposeOptions): Promise<void> {
  if (!(await isOutdated(folder))) return;
  await progress.step('extensions', () => recompose(folder, signal), String);
}

/** Whether they were composed with another version of ours. What cannot be read the supergraph tells of. */
async function isOutdated(folder: string): Promise<boolean> {
  try {
    const text = await readRecordText(folder);
    if (text === null) return false;
    const { base, extensions } = parseRecord(text);
    const own = await readOwnSupergraphs();
    return extensions.length > 0 && base !== digest(own.graph, own.integrator);
  } catch {
    return false;
  }
}

/**
 * What the update took from clients it took without the extensions too: that does not keep them out.
 *
 * @returns what became of it, for the person at the terminal
 */
async function recompose(folder: string, signal: AbortSignal | undefined): Promise<string> {
  const command = [join(root, 'tools/schema.ts'), '--recompose', '--allow-breaking'];
  const options = {
    ...{ cwd: root, timeout: timeoutMs, env: { ...process.env, MOIM_EXTENSIONS: folder } },
    ...(signal && { signal }),
  };
  try {
    await promisify(execFile)(process.execPath, command, options);
    return 'composed anew with this version of Moim';
  } catch (error) {
    signal?.throwIfAborted();
    return `not served, because they do not compose with this version of Moim:\n${reasonIn(error)}`;
  }
}

function reasonIn(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  const lines = (said || String(error)).split('\n').filter((line) => line !== 'Nothing was changed.');
  return lines.map((line) => `    ${line}`).join('\n');
}

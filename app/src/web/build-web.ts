import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StartupError } from '@moim/kit/config/startup-error.ts';
import { asOnlyBuilder } from './one-builder.ts';
import { hashWebInputs } from './web-inputs.ts';

export type WebBuild = 'is current' | 'built' | 'absent';

interface BuildWebOptions {
  readonly root: string;
  /** Receives what the build says. */
  readonly logFile: string;
  /** Called before a build, which takes a while. */
  readonly onBuild?: () => void;
  /** Aborted: the build is killed. */
  readonly signal?: AbortSignal;
}

export const webFolder = (root: string): string => join(root, 'web', 'build');

/**
 * Builds the web app when its inputs changed since the last build. Without Vite (an install without
 * development dependencies) the present build is served as it is.
 *
 * @throws {StartupError} when the build fails
 */
export async function buildWeb({ root, logFile, onBuild, signal }: BuildWebOptions): Promise<WebBuild> {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const stamp = join(webFolder(root), '.inputs');
  if (!existsSync(vite)) return existsSync(webFolder(root)) ? 'is current' : 'absent';
  const hash = hashWebInputs(root);
  const isCurrent = (): boolean => readOrNull(stamp) === hash;
  if (isCurrent()) return 'is current';
  onBuild?.();
  const build = async (): Promise<WebBuild> => {
    if (isCurrent()) return 'is current'; // somebody else has built it meanwhile
    const code = await run([vite, 'build'], join(root, 'web'), logFile, signal);
    if (code !== 0) throw new StartupError(`The web app could not be built; ${logFile} has the details.`);
    writeFileSync(stamp, hash);
    return 'built';
  };
  return asOnlyBuilder(join(root, '.moim', 'web-build.lock'), build, signal);
}

/** @returns the exit code; null when it was killed */
function run(program: string[], cwd: string, logFile: string, signal?: AbortSignal): Promise<number | null> {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'w');
  const child = spawn(process.execPath, program, {
    cwd,
    stdio: ['ignore', log, log],
    ...(signal && { signal }),
  });
  closeSync(log);
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject);
  child.once('exit', resolve);
  return promise;
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

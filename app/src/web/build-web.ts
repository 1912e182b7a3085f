import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StartupError } from '@moim/kit/config/startup-error.ts';
import { hashWebInputs } from './web-inputs.ts';

export type WebBuild = 'is current' | 'built' | 'absent';

interface BuildWebOptions {
  readonly root: string;
  /** Receives what the build says. */
  readonly logFile: string;
  /** Called before a build, which takes a while. */
  readonly onBuild?: () => void;
}

export const webFolder = (root: string): string => join(root, 'web', 'build');

/**
 * Builds the web app when its inputs changed since the last build. Without Vite (an install without
 * development dependencies) the present build is served as it is.
 *
 * @throws {StartupError} when the build fails
 */
export async function buildWeb({ root, logFile, onBuild }: BuildWebOptions): Promise<WebBuild> {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const stamp = join(webFolder(root), '.inputs');
  if (!existsSync(vite)) return existsSync(webFolder(root)) ? 'is current' : 'absent';
  const hash = hashWebInputs(root);
  if (readOrNull(stamp) === hash) return 'is current';
  onBuild?.();
  await runVite(vite, join(root, 'web'), logFile);
  writeFileSync(stamp, hash);
  return 'built';
}

async function runVite(vite: string, folder: string, logFile: string): Promise<void> {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'w');
  const child = spawn(process.execPath, [vite, 'build'], { cwd: folder, stdio: ['ignore', log, log] });
  closeSync(log);
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new StartupError(`The web app could not be built; ${logFile} has the details.`);
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Folders of web/ that a build writes. */
const written = new Set(['build', 'node_modules', 'paraglide']);

/** The build also leaves notes beside its sources: hidden files and READMEs. */
const isInput = (name: string): boolean =>
  !written.has(name) && !name.startsWith('.') && !name.endsWith('.md');

/**
 * One hash over everything that the built web app depends on: its sources, the schema that its
 * operations are checked against, and the versions of its dependencies.
 */
export function hashWebInputs(root: string): string {
  const hash = createHash('sha256');
  const inputs = ['web', 'simulator', 'schema/api.graphql', 'codegen.ts', 'package-lock.json'];
  for (const file of inputs.flatMap((input) => filesOf(join(root, input))))
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex');
}

/** In a fixed order. */
function filesOf(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => isInput(name));
  return names.sort().flatMap((name) => filesOf(join(path, name)));
}

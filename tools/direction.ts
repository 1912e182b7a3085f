import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';

const repository = fileURLToPath(new URL('..', import.meta.url));

/**
 * Fewer modules than this means that the cruiser did not read the code (a TypeScript it cannot
 * parse, a moved folder), and "no violations" would mean nothing. Raise it as the code grows.
 */
export const moduleFloor = 500;

/** Every folder whose imports have a direction. */
const cruisedFolders = [
  'schema',
  'kit',
  'supergraph',
  'subgraphs',
  'web',
  'simulator',
  'app',
  'tests',
  'bench',
  'tools',
];

const cruiseResult = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

export interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

export interface Cruise {
  readonly violations: readonly Violation[];
  /** Our own modules, without packages. */
  readonly moduleCount: number;
}

/** Reads every import below `root` and holds it against the rules of .dependency-cruiser.cjs. */
export async function cruise(root: string): Promise<Cruise> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
      ...['--config', join(repository, '.dependency-cruiser.cjs'), '--output-type', 'json'],
      ...cruisedFolders.filter((folder) => existsSync(join(root, folder))),
    ],
    { cwd: root, maxBuffer: 256 * 1024 * 1024, timeout: 120_000, killSignal: 'SIGKILL' },
  );
  const { modules, summary } = cruiseResult.parse(JSON.parse(stdout));
  return {
    violations: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
    moduleCount: modules.filter(({ source }) => isOurs(source)).length,
  };
}

function isOurs(source: string): boolean {
  return (
    !source.includes('node_modules/') && cruisedFolders.some((folder) => source.startsWith(`${folder}/`))
  );
}

if (import.meta.main) {
  const { violations, moduleCount } = await cruise(repository);
  for (const { rule, from, to } of violations) console.error(`${from}: ${rule} (imports ${to})`);
  if (moduleCount < moduleFloor)
    console.error(`only ${moduleCount} modules were cruised, at least ${moduleFloor} are there`);
  else console.log(`${moduleCount} modules, ${violations.length} violations`);
  process.exitCode = violations.length > 0 || moduleCount < moduleFloor ? 1 : 0;
}

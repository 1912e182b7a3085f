import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const dependencies = z.record(z.string(), z.string()).default({});

const manifest = z.object({
  name: z.string().optional(),
  dependencies,
  devDependencies: dependencies,
  optionalDependencies: dependencies,
});

const lockFile = z.object({
  lockfileVersion: z.number(),
  packages: z.record(
    z.string(),
    manifest.extend({
      version: z.string().optional(),
      integrity: z.string().optional(),
      resolved: z.string().optional(),
      link: z.boolean().default(false),
    }),
  ),
});

const securityFloor = z.record(z.string(), z.object({ minimum: z.string(), reason: z.string() }));

type Manifest = z.infer<typeof manifest>;
type LockFile = z.infer<typeof lockFile>;
type SecurityFloor = z.infer<typeof securityFloor>;

/** Packages of which a second copy breaks the program ("another module or realm"). */
const singletons = ['graphql'];

/** Copies of a package that are older than the first version known to be safe. */
export function findInsecure(lock: LockFile, floor: SecurityFloor): string[] {
  return Object.entries(lock.packages).flatMap(([path, { version }]) => {
    const name = packageName(path);
    const safe = floor[name];
    if (!safe || !version || !isOlder(version, safe.minimum)) return [];
    return [`${path}: ${version} is below ${safe.minimum} (${safe.reason})`];
  });
}

/** What makes `npm ci` refuse a lock file, or install something other than what was reviewed. */
export function findLockFaults(lock: LockFile): string[] {
  const faults = lock.lockfileVersion === 3 ? [] : [`lockfileVersion is ${lock.lockfileVersion}, not 3`];
  for (const [path, { integrity, resolved, link }] of Object.entries(lock.packages)) {
    if (!path.startsWith('node_modules/') || link) continue;
    if (!integrity) faults.push(`${path}: has no integrity`);
    if (resolved) faults.push(`${path}: names a registry; run npm with omit-lockfile-registry-resolved`);
  }
  for (const name of singletons) {
    const copies = Object.keys(lock.packages).filter((path) => packageName(path) === name);
    if (copies.length > 1) faults.push(`${name}: ${copies.length} copies (${copies.join(', ')})`);
  }
  return faults;
}

/** A manifest that says something else than the lock file, or that says it loosely. */
export function findManifestFaults(folder: string, ours: Manifest, lock: LockFile): string[] {
  const locked = lock.packages[folder];
  const file = folder === '' ? 'package.json' : `${folder}/package.json`;
  if (!locked) return [`${file}: is not in the lock file; run npm install`];
  const faults: string[] = [];
  for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies'] as const) {
    for (const [name, version] of Object.entries(ours[kind])) {
      if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) faults.push(`${file}: ${name} ${version} is not exact`);
      if (locked[kind][name] !== version)
        faults.push(
          `${file}: ${name} ${version} is not what the lock file has (${locked[kind][name] ?? 'none'})`,
        );
    }
    for (const name of Object.keys(locked[kind]))
      if (!(name in ours[kind])) faults.push(`${file}: ${name} is in the lock file only`);
  }
  return faults;
}

export const readLockFile = (text: string): LockFile => lockFile.parse(JSON.parse(text));
export const readManifest = (text: string): Manifest => manifest.parse(JSON.parse(text));
export const readSecurityFloor = (text: string): SecurityFloor => securityFloor.parse(JSON.parse(text));

function packageName(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

function isOlder(version: string, minimum: string): boolean {
  return version.localeCompare(minimum, 'en', { numeric: true }) < 0;
}

function checkRepository(root: string): string[] {
  const read = (file: string) => readFileSync(`${root}${file}`, 'utf8');
  const lock = readLockFile(read('package-lock.json'));
  const folders = Object.keys(lock.packages).filter((path) => !path.includes('node_modules/'));
  return [
    ...findInsecure(lock, readSecurityFloor(read('tools/security-floor.json'))),
    ...findLockFaults(lock),
    ...folders.flatMap((folder) =>
      findManifestFaults(
        folder,
        readManifest(read(folder ? `${folder}/package.json` : 'package.json')),
        lock,
      ),
    ),
  ];
}

if (import.meta.main) {
  const faults = checkRepository(fileURLToPath(new URL('..', import.meta.url)));
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length > 0 ? 1 : 0;
}

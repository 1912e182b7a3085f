import { describe, expect, it } from 'vitest';
import { findInsecure, findLockFaults, findManifestFaults, readLockFile, readManifest } from './lock-file.ts';

const floor = { '@apollo/server': { minimum: '5.4.0', reason: 'CVE-0' } };

function makeLock(packages: Record<string, object>, lockfileVersion = 3) {
  return readLockFile(JSON.stringify({ lockfileVersion, packages }));
}

describe('findInsecure', () => {
  it.each([
    ['5.3.9', 1],
    ['4.12.0', 1],
    ['5.4.0', 0],
    ['5.10.0', 0],
  ])('holds %s against a floor of 5.4.0: %i found', (version, count) => {
    expect(findInsecure(makeLock({ 'node_modules/@apollo/server': { version } }), floor)).toHaveLength(count);
  });

  it('finds a copy that a package brought for itself', () => {
    const lock = makeLock({ 'node_modules/a/node_modules/@apollo/server': { version: '5.0.0' } });
    expect(findInsecure(lock, floor)).toEqual([
      'node_modules/a/node_modules/@apollo/server: 5.0.0 is below 5.4.0 (CVE-0)',
    ]);
  });
});

describe('findLockFaults', () => {
  const whole = { version: '1.0.0', integrity: 'sha512-x' };

  it('is silent about a lock file that installs the same everywhere', () => {
    expect(findLockFaults(makeLock({ '': {}, kit: {}, 'node_modules/graphql': whole }))).toEqual([]);
  });

  it.each([
    ['an older format', makeLock({}, 2), 'lockfileVersion is 2, not 3'],
    ['a package without integrity', makeLock({ 'node_modules/a': { version: '1.0.0' } }), 'has no integrity'],
    [
      'a named registry',
      makeLock({ 'node_modules/a': { ...whole, resolved: 'https://x/a.tgz' } }),
      'names a registry',
    ],
    [
      'a second graphql',
      makeLock({ 'node_modules/graphql': whole, 'node_modules/a/node_modules/graphql': whole }),
      'graphql: 2 copies',
    ],
  ])('names %s', (_, lock, message) => {
    expect(findLockFaults(lock)).toEqual([expect.stringContaining(message)]);
  });
});

describe('findManifestFaults', () => {
  const ours = (dependencies: Record<string, string>) => readManifest(JSON.stringify({ dependencies }));
  const lock = makeLock({ kit: { dependencies: { zod: '4.6.7' } } });

  it.each([
    [{ zod: '^4.6.7' }, ['is not exact', 'is not what the lock file has']],
    [{ zod: '4.6.8' }, ['is not what the lock file has']],
    [{ zod: '4.6.7', pg: '8.0.0' }, ['pg 8.0.0 is not what the lock file has (none)']],
    [{}, ['zod is in the lock file only']],
    [{ zod: '4.6.7' }, []],
  ])('compares %o with the lock file', (dependencies, messages) => {
    expect(findManifestFaults('kit', ours(dependencies), lock)).toEqual(
      messages.map((message) => expect.stringContaining(message)),
    );
  });
});

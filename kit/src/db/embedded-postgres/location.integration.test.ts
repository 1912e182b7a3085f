import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prepareLocation } from './location.ts';
import { canEnter, findServerUser } from './server-user.ts';

const user = findServerUser();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moim-location-'));
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('where a cluster is kept', () => {
  it('is the wanted folder when the database may enter it', () => {
    const wanted = join(folder, 'postgres');
    const location = prepareLocation(wanted, join(folder, 'elsewhere'));
    expect(location).toMatchObject({ cluster: join(wanted, 'cluster'), movedBecause: null });
    expect(existsSync(join(folder, 'elsewhere'))).toBe(false);
  });

  // An ordinary user runs the database as himself, who can enter his own folders.
  it.runIf(user)('is elsewhere, with a copy of the programs, below a folder that is closed to it', () => {
    const closed = join(folder, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const elsewhere = join(folder, 'elsewhere');
    const location = prepareLocation(join(closed, 'postgres'), elsewhere);
    expect(location.movedBecause).toContain(`user "${user?.name ?? ''}" cannot enter ${closed}`);
    expect(dirname(dirname(location.cluster))).toBe(elsewhere);
    expect(statSync(dirname(location.cluster)).uid).toBe(user?.uid);
    expect(user && canEnter(user, join(location.binaries, 'bin'))).toBe(true);
    expect(existsSync(join(location.binaries, 'bin', 'postgres'))).toBe(true);
    expect(prepareLocation(join(closed, 'postgres'), elsewhere)).toEqual(location);
    expect(prepareLocation(join(closed, 'other'), elsewhere).cluster).not.toBe(location.cluster);
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Cruise, cruise, moduleFloor } from './direction.ts';

const config: unknown = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
const { forbidden } = z.object({ forbidden: z.array(z.object({ name: z.string() })) }).parse(config);

/** Rule, the file that breaks it, what that file imports. */
const planted = [
  ['no-cycles', 'kit/src/live/egg.ts', './hen.ts'],
  ['no-unresolvable', 'kit/src/live/lost.ts', './nowhere.ts'],
  ['subgraphs-are-islands', 'subgraphs/messaging/src/db/foreign.ts', '../../../identity/src/db/members.ts'],
  [
    'subgraphs-stand-on-schema-and-kit',
    'subgraphs/messaging/src/actions/route.ts',
    '../../../../supergraph/src/server.ts',
  ],
  ['domain-is-pure', 'subgraphs/identity/src/domain/stored.ts', '../db/members.ts'],
  ['domain-is-pure', 'subgraphs/identity/src/domain/read.ts', 'node:fs'],
  ['domain-is-pure', 'subgraphs/identity/src/domain/called.ts', 'graphql'],
  ['domain-is-pure', 'subgraphs/identity/src/domain/plumbed.ts', '../../../../kit/src/live/bus.ts'],
  ['db-looks-down', 'subgraphs/identity/src/db/acting.ts', '../actions/rename.ts'],
  ['db-looks-down', 'subgraphs/identity/src/db/serving.ts', '../../../../kit/src/server/host.ts'],
  ['actions-look-down', 'subgraphs/identity/src/actions/answering.ts', '../graphql/member.ts'],
  ['actions-look-down', 'subgraphs/identity/src/actions/triggered.ts', '../triggers/on-renamed.ts'],
  ['triggers-start-actions', 'subgraphs/identity/src/triggers/writing.ts', '../db/members.ts'],
  ['wire-is-thin', 'subgraphs/identity/src/graphql/mailing.ts', '../ports/mail.ts'],
  ['routes-are-thin', 'subgraphs/identity/src/http/resolving.ts', '../graphql/member.ts'],
  ['ports-face-outwards', 'subgraphs/identity/src/ports/storing.ts', '../db/members.ts'],
  ['inside-knows-no-graphql', 'subgraphs/identity/src/actions/erring.ts', 'graphql'],
  [
    'inside-knows-no-graphql',
    'subgraphs/identity/src/db/building.ts',
    '../../../../kit/src/graphql/builder.ts',
  ],
  ['sql-lives-in-db', 'subgraphs/identity/src/actions/querying.ts', 'drizzle-orm'],
  ['sql-lives-in-db', 'supergraph/src/pooling.ts', 'pg'],
  ['kit-knows-no-one', 'kit/src/live/knowing.ts', '../../../schema/contracts/identity.ts'],
  ['schema-knows-no-one', 'schema/contracts/knowing.ts', '../../kit/src/live/bus.ts'],
  [
    'supergraph-knows-schema-and-kit',
    'supergraph/src/shortcut.ts',
    '../../subgraphs/identity/src/db/members.ts',
  ],
  ['web-knows-schema-and-simulator', 'web/src/shortcut.ts', '../../kit/src/live/bus.ts'],
  ['simulator-imports-nothing', 'simulator/src/reading.ts', 'node:fs'],
  ['simulator-imports-nothing', 'simulator/src/knowing.ts', '../../schema/contracts/identity.ts'],
  ['test-plumbing-stays-in-tests', 'kit/src/live/testing-in-production.ts', '../testing/test-database.ts'],
] as const;

/** Edges that the house wants: a rule that forbids one of these is too strict. */
const allowed = [
  ['subgraphs/identity/src/graphql/member.ts', '../db/members.ts'],
  ['subgraphs/identity/src/graphql/rename-member.ts', '../actions/rename.ts'],
  ['subgraphs/identity/src/triggers/on-renamed.ts', '../actions/rename.ts'],
  ['subgraphs/identity/src/actions/rename.ts', '../db/members.ts'],
  ['subgraphs/identity/src/db/members.ts', 'drizzle-orm'],
  ['subgraphs/identity/src/domain/member.ts', '../../../../kit/src/errors/domain-error.ts'],
  ['subgraphs/identity/src/domain/member.test.ts', 'node:fs'],
  ['supergraph/src/server.ts', '../../kit/src/live/bus.ts'],
  ['web/src/page.ts', '../../simulator/src/car.ts'],
  ['app/src/main.ts', '../../subgraphs/identity/src/graphql/member.ts'],
  ['kit/src/live/bus.test.ts', '../testing/test-database.ts'],
] as const;

const targets = [
  'kit/src/live/bus.ts',
  'kit/src/server/host.ts',
  'kit/src/graphql/builder.ts',
  'kit/src/errors/domain-error.ts',
  'kit/src/testing/test-database.ts',
  'schema/contracts/identity.ts',
  'simulator/src/car.ts',
  'subgraphs/identity/src/ports/mail.ts',
  'node_modules/graphql/index.js',
  'node_modules/drizzle-orm/index.js',
  'node_modules/pg/index.js',
];

const root = mkdtempSync(join(tmpdir(), 'moim-direction-'));
let result: Cruise;

beforeAll(async () => {
  for (const target of targets) write(target, 'export const here = true;\n');
  for (const [file, specifier] of allowed) write(file, importing(specifier));
  for (const [, file, specifier] of planted) write(file, importing(specifier));
  write('kit/src/live/hen.ts', importing('./egg.ts')); // a cycle is told at the first of its files
  result = await cruise(root);
}, 60_000);

afterAll(() => rmSync(root, { recursive: true }));

describe('the direction rules', () => {
  it.each(planted)('%s is found in %s', (rule, file) => {
    expect(result.violations).toContainEqual(expect.objectContaining({ rule, from: file }));
  });

  it.each(allowed)('%s may import %s', (file) => {
    expect(result.violations.filter(({ from }) => from === file)).toEqual([]);
  });

  it('see an import of a type, too', () => {
    const rules = result.violations.filter(({ from }) => from === 'subgraphs/identity/src/domain/called.ts');
    expect(rules.map(({ rule }) => rule)).toContain('domain-is-pure');
  });

  it('each have a planted violation', () => {
    expect(new Set(planted.map(([rule]) => rule))).toEqual(new Set(forbidden.map(({ name }) => name)));
  });
});

describe('the real tree', () => {
  it('is read in full', async () => {
    const { moduleCount } = await cruise(fileURLToPath(new URL('..', import.meta.url)));
    expect(moduleCount).toBeGreaterThanOrEqual(moduleFloor);
  }, 60_000);
});

/** A type import: the direction holds for types as well. */
function importing(specifier: string): string {
  return `import type * as imported from '${specifier}';\nexport type Imported = typeof imported;\n`;
}

function write(file: string, text: string): void {
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

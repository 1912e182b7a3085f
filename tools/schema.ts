import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSchema } from 'graphql';
import { compose, CompositionError } from './schema/compose.ts';
import { listCommitted, promisingCommits, readCommitted } from './schema/committed.ts';
import { findBrokenContracts } from './schema/find-broken-contracts.ts';
import { composeWithout } from './schema/contract.ts';
import { inspectApi } from './schema/inspect-api.ts';
import { loadContracts } from './schema/load-contracts.ts';
import { loadSubgraphs } from './schema/load-subgraphs.ts';
import { printCacheTypes } from './schema/print-cache-types.ts';
import { printChangelog, type Variants } from './schema/schema-changelog.ts';
import { extend, extendAnew, isAboutExtensions } from './schema/extensions/extend.ts';
import { internal } from '@moim/kit/graphql/tags.ts';

/**
 * `npm run schema` prints the subgraphs from their code, composes them and generates what the web
 * app needs; with `--check` it writes nothing and fails when a committed file is not what it would
 * write. Both fail when the parts do not compose or the API should not be published as it is.
 *
 * `--add name=url`, `--remove name`, `--recompose` and `--list` are about an installation, not about the repository:
 * see docs/extend.md.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const isCheck = process.argv.includes('--check');
const faults: string[] = [];

const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
const read = (commit: string, file: string) => readCommitted(root, commit, file);

if (isAboutExtensions(process.argv.slice(2))) process.exit(await extend(root, process.argv.slice(2)));

try {
  faults.push(...(await inspectContracts()));
  await printAll();
} catch (error) {
  if (error instanceof CompositionError) faults.push(...error.faults);
  else faults.push(error instanceof Error ? error.message : String(error));
}
for (const fault of faults) console.error(fault);
if (!isCheck && faults.length === 0) await extendAnew(root);
process.exit(faults.length > 0 ? 1 : 0); // the generator leaves a timer behind

async function printAll(): Promise<void> {
  const subgraphs = await loadSubgraphs(root);
  for (const { name, sdl } of subgraphs) put(`schema/subgraphs/${name}.graphql`, sdl);

  const { supergraphSdl, apiSdl } = compose(subgraphs);
  put('schema/supergraph.graphql', `${supergraphSdl.trim()}\n`);
  put('schema/api.graphql', `${apiSdl.trim()}\n`);
  const integrator = composeWithout(internal, subgraphs);
  put('schema/integrator-supergraph.graphql', `${integrator.supergraphSdl.trim()}\n`);
  put('schema/integrator.graphql', `${integrator.apiSdl.trim()}\n`);
  putChangelog({ api: `${apiSdl.trim()}\n`, integrator: `${integrator.apiSdl.trim()}\n` });
  const promised = promisingCommits().flatMap((commit) => read(commit, 'schema/api.graphql') ?? []);
  faults.push(...inspectApi({ subgraphs, apiSdl, promised, changelog }));

  put('web/src/lib/graphql/generated/cache-types.ts', printCacheTypes(buildSchema(apiSdl)));
  const { printOperations } = await import('./schema/print-operations.ts'); // slow to load
  for (const [file, text] of await printOperations(apiSdl)) put(file, text);
}

function putChangelog(now: Variants): void {
  const file = 'schema/changelog.json';
  const path = join(root, file);
  const [api, integrator] = ['api', 'integrator'].map((name) => read('HEAD', `schema/${name}.graphql`));
  const before = { ...(api && { api }), ...(integrator && { integrator }) };
  const current = existsSync(path) ? readFileSync(path, 'utf8') : null;
  put(file, printChangelog({ current, committed: read('HEAD', file), before, now, today: new Date() }));
}

async function inspectContracts(): Promise<string[]> {
  const contracts = await loadContracts(root);
  const goldens = promisingCommits().flatMap((commit) =>
    listCommitted(root, commit, 'schema/contracts/golden').map((file) => ({
      file,
      json: read(commit, file) ?? '[]',
    })),
  );
  return [...new Set(findBrokenContracts(goldens, contracts, changelog))];
}

/** Writes what has changed; a check only notes it. */
function put(file: string, text: string): void {
  const path = join(root, file);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  if (isCheck) {
    faults.push(`${file}: is not what the code says; run npm run schema and commit it`);
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(`wrote ${file}`);
}

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compose, CompositionError } from './schema/compose.ts';
import { inspectApi } from './schema/inspect-api.ts';
import { loadSubgraphs } from './schema/load-subgraphs.ts';
import { printOperations } from './schema/print-operations.ts';
import { readPromised } from './schema/read-promised.ts';

/**
 * `npm run schema` prints the subgraphs from their code, composes them and generates what the web
 * app needs; with `--check` it writes nothing and fails when a committed file is not what it would
 * write. Both fail when the parts do not compose or the API should not be published as it is.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const isCheck = process.argv.includes('--check');
const faults: string[] = [];

try {
  await printAll();
} catch (error) {
  if (error instanceof CompositionError) faults.push(...error.faults);
  else faults.push(error instanceof Error ? error.message : String(error));
}
for (const fault of faults) console.error(fault);
process.exit(faults.length > 0 ? 1 : 0); // the generator leaves a timer behind

async function printAll(): Promise<void> {
  const subgraphs = await loadSubgraphs(root);
  for (const { name, sdl } of subgraphs) put(`schema/subgraphs/${name}.graphql`, sdl);

  const { supergraphSdl, apiSdl } = compose(subgraphs);
  put('schema/supergraph.graphql', `${supergraphSdl.trim()}\n`);
  put('schema/api.graphql', `${apiSdl.trim()}\n`);
  const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
  faults.push(...inspectApi({ subgraphs, apiSdl, promised: readPromised(root), changelog }));

  for (const [file, text] of await printOperations(apiSdl)) put(file, text);
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

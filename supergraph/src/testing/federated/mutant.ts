import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DeferCompiler } from './defer-rig.ts';

/** A bug to plant: this text of this file becomes that. */
export interface Mutation {
  /** Below `execution/`. */
  readonly file: string;
  readonly was: string;
  readonly becomes: string;
}

const execution = join(import.meta.dirname, '../../execution');
const folderOf = (id: string): string => join(import.meta.dirname, '../../../../.moim/mutants', id);

const copied = ['plan', 'shape', 'defer'];
const files = [
  ...['bounded-cache.ts', 'inner-names.ts', 'json-object.ts', 'lasting-json.ts'],
  ...['prepare-operation.ts', 'prepared-operation.ts'],
];

/**
 * A copy of the executor with a bug in it, for as long as `use` runs.
 *
 * @throws when the text is not there exactly once: the mutation has not kept up with the code
 */
export async function withMutant<Result>(
  id: string,
  { file, was, becomes }: Mutation,
  use: (compiler: DeferCompiler) => Promise<Result>,
): Promise<Result> {
  const folder = folderOf(id);
  try {
    for (const name of [...copied, ...files])
      cpSync(join(execution, name), join(folder, name), { recursive: true });
    const text = readFileSync(join(folder, file), 'utf8');
    if (text.split(was).length !== 2) throw new Error(`${file} does not hold once: ${was}`);
    writeFileSync(
      join(folder, file),
      text.replace(was, () => becomes),
    );
    return await use(await load(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function load(folder: string): Promise<DeferCompiler> {
  const part = async (file: string): Promise<unknown> => import(pathToFileURL(join(folder, file)).href);
  const compiler: unknown = Object.assign(
    {},
    await part('plan/plan-context.ts'),
    await part('prepare-operation.ts'),
    await part('defer/label-defers.ts'),
    await part('defer/deferred-plan.ts'),
    await part('defer/deferred-operation.ts'),
  );
  if (!isCompiler(compiler)) throw new TypeError('the copy is no executor');
  return compiler;
}

const parts = ['planContext', 'prepareOperation', 'labelDefers', 'compileDeferredPlan', 'DeferredOperation'];

const isCompiler = (value: unknown): value is DeferCompiler =>
  typeof value === 'object' && value !== null && parts.every((name) => name in value);

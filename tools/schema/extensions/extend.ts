import { globSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Extension, Supergraphs } from '@moim/supergraph/extensions/installed.ts';
import type { SubgraphSdl } from '../subgraph-sdl.ts';
import { ExtensionFolder } from './extension-folder.ts';
import { ExtensionFault } from './fault.ts';
import { fetchSdl } from './fetch-sdl.ts';
import { joinSubgraphs, tellChanges, tellOverrides } from './join-extension.ts';
import { asOnlyWriter } from './only-writer.ts';
import { type AddRequest, type ExtensionRequest, readExtensionRequest } from './read-request.ts';

export { isAboutExtensions } from './read-request.ts';

/** Names that mean something in paths, tokens or settings. */
const reserved = [
  'supergraph',
  'subgraphs',
  'graphql',
  'integrator',
  'auth',
  'internal',
  'extensions',
  'moim',
];

/**
 * Changes the extensions of an installation, in the folder MOIM_EXTENSIONS, else `extensions` of MOIM_DATA. Running
 * supergraphs see the change.
 *
 * @returns the exit code
 */
export async function extend(root: string, args: readonly string[]): Promise<number> {
  try {
    const own = readOwn(root);
    const taken = [...own.subgraphs.map(({ name }) => name), ...reserved];
    await new Extending(own, new ExtensionFolder(folderOf(root))).run(readExtensionRequest(args, taken));
    return 0;
  } catch (error) {
    if (!(error instanceof ExtensionFault)) throw error;
    for (const fault of error.faults) console.error(fault);
    console.error('Nothing was changed.');
    return 1;
  }
}

/** After our own graph has changed: composes with it what this installation added, where anything was. */
export async function extendAnew(root: string): Promise<void> {
  if (isOutdated(new ExtensionFolder(folderOf(root)), readOwn(root).supergraphs))
    await extend(root, ['--recompose', '--allow-breaking']);
}

/** A record that cannot be read is outdated too: whoever composes anew says what is wrong with it. */
function isOutdated(folder: ExtensionFolder, own: Supergraphs): boolean {
  try {
    return folder.list().length > 0 && !folder.isComposedWith(own);
  } catch (error) {
    if (error instanceof ExtensionFault) return true;
    throw error;
  }
}

/** Our graph, as it is committed. */
interface OwnGraph {
  readonly subgraphs: readonly SubgraphSdl[];
  readonly supergraphs: Supergraphs;
  readonly api: Supergraphs;
}

class Extending {
  readonly #own: OwnGraph;
  readonly #folder: ExtensionFolder;

  constructor(own: OwnGraph, folder: ExtensionFolder) {
    this.#own = own;
    this.#folder = folder;
  }

  async run(request: ExtensionRequest): Promise<void> {
    if (request.kind === 'list') return this.#list();
    const given = request.kind === 'add' ? await sdlFor(request) : [];
    // From what is read to what is written: of two at once the second adds to what the first has written.
    await asOnlyWriter(this.#folder.path, () => this.#record(request, given));
  }

  #record(request: Exclude<ExtensionRequest, { kind: 'list' }>, given: readonly SubgraphSdl[]): void {
    const extensions = this.#folder.list();
    if (request.kind === 'recompose') return this.#change(extensions, [], request.allowsBreaking);
    const others = extensions.filter(({ name }) => name !== request.name);
    if (request.kind === 'add') return this.#add(request, others, given);
    if (others.length === extensions.length)
      throw new ExtensionFault(`There is no extension "${request.name}".`);
    this.#change(others, [], true); // whoever is taken out is missed by those who asked for it
  }

  #add(
    { name, url, streams, allowsBreaking }: AddRequest,
    others: readonly Extension[],
    given: readonly SubgraphSdl[],
  ): void {
    const added: Extension = { name, url, streams, addedAt: new Date().toISOString() };
    this.#change([...others, added], given, allowsBreaking);
  }

  #list(): void {
    for (const { name, url, streams, addedAt } of this.#folder.list())
      console.log([name, url, streams, addedAt].join('\t'));
    if (!this.#folder.isComposedWith(this.#own.supergraphs))
      console.log('Not served: composed with another version of Moim. Run npm run schema -- --recompose.');
  }

  /** @param given - SDL that is newer than what the folder has */
  #change(extensions: readonly Extension[], given: readonly SubgraphSdl[], allowsBreaking: boolean): void {
    const sdls = extensions.map(
      (extension) => given.find(({ name }) => name === extension.name) ?? this.#folder.sdlOf(extension),
    );
    const joined = joinSubgraphs(this.#own.subgraphs, sdls);
    const told = this.#tell('graph', joined.graph.apiSdl);
    const integrator = this.#tell('integrator', joined.integrator.apiSdl);
    const breaking = [...new Set([...told.breaking, ...integrator.breaking])];
    if (breaking.length > 0 && !allowsBreaking)
      throw new ExtensionFault(
        ...breaking.map((line) => `breaks clients: ${line}`),
        'Add --allow-breaking if that is meant.',
      );
    this.#folder.write(extensions, sdls, joined, this.#own.supergraphs);
    for (const line of breaking) console.log(`breaks clients: ${line}`);
    for (const line of [...told.others, ...tellOverrides(given)]) console.log(line);
    console.log('Recorded. A Moim that runs serves it within seconds.');
  }

  #tell(variant: 'graph' | 'integrator', after: string) {
    return tellChanges(this.#folder.api(variant) ?? this.#own.api[variant], after);
  }
}

async function sdlFor({ name, url, sdlFile }: AddRequest): Promise<readonly SubgraphSdl[]> {
  const sdl = sdlFile === null ? await fetchSdl(url) : readSdl(sdlFile);
  return [{ name, sdl, file: sdlFile ?? `${name}.graphql` }];
}

function readOwn(root: string): OwnGraph {
  const read = (file: string): string => readFileSync(join(root, 'schema', file), 'utf8');
  const files = globSync('subgraphs/*.graphql', { cwd: join(root, 'schema') }).toSorted();
  return {
    subgraphs: files.map((file) => ({ name: basename(file, '.graphql'), sdl: read(file) })),
    supergraphs: { graph: read('supergraph.graphql'), integrator: read('integrator-supergraph.graphql') },
    api: { graph: read('api.graphql'), integrator: read('integrator.graphql') },
  };
}

/** As `npm start` finds it. */
function folderOf(root: string): string {
  const { MOIM_EXTENSIONS: extensions, MOIM_DATA: data } = process.env;
  return resolve(root, extensions?.trim() || join(data?.trim() || '.moim', 'extensions'));
}

/** npm runs us at the root: a relative name means the folder where the person stands. */
function readSdl(file: string): string {
  const path = resolve(process.env['INIT_CWD'] ?? process.cwd(), file);
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new ExtensionFault(`${path} cannot be read.`);
  }
}

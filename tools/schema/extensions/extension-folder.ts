import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  composedFiles,
  digest,
  type Extension,
  ExtensionsError,
  parseRecord,
  recordFile,
  type Supergraphs,
} from '@moim/supergraph/extensions/installed.ts';
import type { SubgraphSdl } from '../subgraph-sdl.ts';
import { ExtensionFault } from './fault.ts';
import type { Joined } from './join-extension.ts';

/** What clients may see, beside what is served. */
const apiFiles = { graph: 'api.graphql', integrator: 'integrator.graphql' } as const;

/** The extensions of one installation, as they lie in its folder. */
export class ExtensionFolder {
  /** Need not be there yet. */
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** @throws {ExtensionFault} for a record that cannot be read */
  list(): readonly Extension[] {
    const text = this.#read(recordFile);
    if (text === null) return [];
    try {
      return parseRecord(text).extensions;
    } catch (error) {
      if (error instanceof ExtensionsError)
        throw new ExtensionFault(`${this.#path(recordFile)}: ${error.message}`);
      throw error;
    }
  }

  /** Whether what is recorded was composed with these supergraphs of ours. */
  isComposedWith({ graph, integrator }: Supergraphs): boolean {
    const text = this.#read(recordFile);
    return text === null || parseRecord(text).base === digest(graph, integrator);
  }

  sdlOf({ name }: Pick<Extension, 'name'>): SubgraphSdl {
    const sdl = this.#read(sdlFile(name));
    if (sdl === null) throw new ExtensionFault(`${this.#path(sdlFile(name))} is missing: add ${name} again.`);
    return { name, sdl, file: sdlFile(name) };
  }

  /** The schema that clients see now; null while nothing was added. */
  api(variant: keyof typeof apiFiles): string | null {
    return this.#read(apiFiles[variant]);
  }

  /** The record comes last: whoever reads it finds all that it speaks of, or knows that it is not whole. */
  write(
    extensions: readonly Extension[],
    sdls: readonly SubgraphSdl[],
    joined: Joined,
    own: Supergraphs,
  ): void {
    mkdirSync(this.path, { recursive: true });
    const gone = this.list().filter(({ name }) => !extensions.some((one) => one.name === name));
    for (const { name, sdl } of sdls) this.#put(sdlFile(name), sdl);
    const composed = Object.fromEntries(
      (['graph', 'integrator'] as const).map((variant) => {
        const { supergraphSdl, apiSdl } = joined[variant];
        this.#put(apiFiles[variant], `${apiSdl.trim()}\n`);
        const text = `${supergraphSdl.trim()}\n`;
        this.#put(composedFiles[variant], text);
        return [composedFiles[variant], digest(text)];
      }),
    );
    const base = digest(own.graph, own.integrator);
    this.#put(recordFile, `${JSON.stringify({ base, extensions, composed }, null, 2)}\n`);
    for (const { name } of gone) rmSync(this.#path(sdlFile(name)), { force: true });
  }

  #path = (file: string): string => join(this.path, file);

  #read(file: string): string | null {
    const path = this.#path(file);
    return existsSync(path) ? readFileSync(path, 'utf8') : null;
  }

  /** Replaced as a whole, so that a reader never meets half of it, nor who comes after a loss of power. */
  #put(file: string, text: string): void {
    const made = this.#path(`.${file}.${process.pid}`);
    writeFileSync(made, text, { flush: true });
    renameSync(made, this.#path(file));
  }
}

const sdlFile = (name: string): string => `${name}.subgraph.graphql`;

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What a name may be: it becomes a part of the supergraph, the audience of tokens, and a file. */
export const extensionName = z.string().regex(/^[a-z][a-z0-9]{1,31}$/);

const extension = z.strictObject({
  name: extensionName,
  /** Of its GraphQL endpoint. */
  url: z.url({ protocol: /^https?$/ }),
  /** How its subscriptions are asked for; see {@link Streaming}. */
  streams: z.enum(['socket', 'events']),
  addedAt: z.iso.datetime(),
});

/** A subgraph that is not ours, as an installation recorded it. */
export type Extension = z.output<typeof extension>;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const record = z.strictObject({
  /** Of our own supergraphs that it was composed with. */
  base: sha256,
  extensions: z.array(extension),
  /** Of each composed file; a file that is being replaced does not match. */
  composed: z.record(z.string(), sha256),
});

/** The record of an installation's extensions. */
export type ExtensionRecord = z.output<typeof record>;

/** Name of the record in the folder; written last, so that what it speaks of is there. */
export const recordFile = 'extensions.json';

/** Composed with the extensions, by the name of the file: as our own files are called. */
export const composedFiles = {
  graph: 'supergraph.graphql',
  integrator: 'integrator-supergraph.graphql',
} as const;

/** The supergraphs that are served: the whole, and for integrators. */
export interface Supergraphs {
  readonly graph: string;
  readonly integrator: string;
}

export const digest = (...texts: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length}:`).update(text);
  return hash.digest('hex');
};

/** What keeps extensions from being served: for the operator's eyes. */
export class ExtensionsError extends Error {
  override readonly name = 'ExtensionsError';
}

/** The text of the record, or null where nothing was ever added. */
export async function readRecordText(folder: string): Promise<string | null> {
  try {
    return await readFile(join(folder, recordFile), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** @throws {ExtensionsError} for what is no record */
export function parseRecord(text: string): ExtensionRecord {
  try {
    return record.parse(JSON.parse(text));
  } catch (cause) {
    throw new ExtensionsError(`${recordFile} cannot be read: restore it, or add the extensions anew.`, {
      cause,
    });
  }
}

/** Our own supergraphs with what an installation added. */
export interface Installed {
  readonly extensions: readonly Extension[];
  readonly supergraphs: Supergraphs;
}

/**
 * Reads what the record speaks of.
 *
 * @param own - our own supergraphs, of this version
 * @throws {ExtensionsError} composed with another version of ours, or not whole
 */
export async function readInstalled(folder: string, text: string, own: Supergraphs): Promise<Installed> {
  const { base, extensions, composed } = parseRecord(text);
  if (extensions.length === 0) return { extensions, supergraphs: own };
  if (base !== digest(own.graph, own.integrator))
    throw new ExtensionsError(
      'The extensions were composed with another version of Moim: run `npm run schema -- --recompose`.',
    );
  const read = async (file: string): Promise<string> => {
    const sdl = await readFile(join(folder, file), 'utf8');
    if (digest(sdl) !== composed[file]) throw new ExtensionsError(`${file} is not what was composed.`);
    return sdl;
  };
  const [graph, integrator] = await Promise.all([read(composedFiles.graph), read(composedFiles.integrator)]);
  return { extensions, supergraphs: { graph, integrator } };
}

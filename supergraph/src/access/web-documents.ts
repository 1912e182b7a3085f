import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const documents = z.record(z.string().regex(/^sha256:[0-9a-f]{64}$/), z.string());

/** The web app's documents by identifier, as `npm run schema` wrote them down. */
export async function readWebDocuments(): Promise<ReadonlyMap<string, string>> {
  const file = new URL(import.meta.resolve('@moim/schema/operations.json'));
  return new Map(Object.entries(documents.parse(JSON.parse(await readFile(file, 'utf8')))));
}

/** The names of their operations, of which there are as many as it has. */
export function operationNamesOf(texts: Iterable<string>): ReadonlySet<string> {
  const names = [...texts].flatMap((text) => [...text.matchAll(/\b(?:query|mutation|subscription) (\w+)/g)]);
  return new Set(names.flatMap(([, name]) => (name === undefined ? [] : [name])));
}

import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const persistedOperations = z.record(z.string(), z.string());

/** The names of the web app's operations, of which there are as many as it has. */
export async function readOperationNames(): Promise<ReadonlySet<string>> {
  const file = new URL(import.meta.resolve('@moim/schema/operations.json'));
  const documents = Object.values(persistedOperations.parse(JSON.parse(await readFile(file, 'utf8'))));
  const names = documents.flatMap((text) => [...text.matchAll(/\b(?:query|mutation|subscription) (\w+)/g)]);
  return new Set(names.flatMap(([, name]) => (name === undefined ? [] : [name])));
}

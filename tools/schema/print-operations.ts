import { generate } from '@graphql-codegen/cli';
import { z } from 'zod';
import config from '../../codegen.ts';

const persistedOperations = z.record(z.string(), z.string());

/**
 * What the web app is generated from the API and its own documents: typed documents, and
 * schema/operations.json. Writes nothing.
 *
 * @returns text by path, relative to the repository
 * @throws when a document does not fit the API; the message names file and line
 */
export async function printOperations(apiSdl: string): Promise<Map<string, string>> {
  const outputs: unknown = await generate({ ...config, schema: apiSdl, silent: true }, false);
  const files = new Map<string, string>();
  for (const { filename, content } of z
    .array(z.object({ filename: z.string(), content: z.string() }))
    .parse(outputs)) {
    if (filename.endsWith('persisted-documents.json'))
      files.set('schema/operations.json', sortOperations(content));
    else files.set(filename, content);
  }
  return files;
}

/** By hash, so that a change of one operation is a change of one line. */
function sortOperations(json: string): string {
  const operations = Object.entries(persistedOperations.parse(JSON.parse(json)));
  operations.sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(operations), null, 2)}\n`;
}

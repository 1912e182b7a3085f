import { readFile, rm, writeFile } from 'node:fs/promises';
import { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset';
import type { CodegenConfig } from '@graphql-codegen/cli';

const generated = 'web/src/lib/graphql/generated/';

/**
 * schema/api.graphql and the documents of the web app → typed documents beside the app, and
 * schema/operations.json: sha256 of each operation → its text. `npm run schema` runs this.
 */
const config: CodegenConfig = {
  schema: 'schema/api.graphql',
  documents: 'web/src/**/*.graphql',
  generates: {
    [generated]: {
      preset: 'client',
      // The normalised cache identifies entities by their type name: without it nothing would render.
      documentTransforms: [addTypenameSelectionDocumentTransform],
      presetConfig: {
        fragmentMasking: false,
        persistedDocuments: { hashAlgorithm: 'sha256' },
      },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        scalars: { DateTime: 'string', ID: 'string' },
        strictScalars: true,
      },
    },
  },
  hooks: { afterAllFileWrite: moveOperations },
};

export default config;

/** Sorted by hash, so that a change of one operation is a change of one line. */
async function moveOperations(): Promise<void> {
  const source = `${generated}persisted-documents.json`;
  const operations = Object.entries<string>(JSON.parse(await readFile(source, 'utf8')));
  operations.sort(([a], [b]) => (a < b ? -1 : 1));
  await writeFile('schema/operations.json', `${JSON.stringify(Object.fromEntries(operations), null, 2)}\n`);
  await rm(source);
}

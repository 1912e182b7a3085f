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
        scalars: { DateTime: 'string', Date: 'string', ID: 'string' },
        strictScalars: true,
      },
    },
  },
};

export default config;

import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Where `npm start` keeps compiled code too: a test's processes are up in two thirds of the time. */
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('node_modules/.cache/moim', import.meta.url));

/** Of the two cores of the smallest machine none stays idle: by default one would. */
const maxWorkers = Math.max(2, availableParallelism() - 1);

/** The suffix says what a test needs: nothing, a PostgreSQL, or a whole stack. */
export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{schema,kit,supergraph,simulator,subgraphs,app,tools,web,tests}/**/*.test.ts'],
          exclude: ['**/*.integration.test.ts', '**/node_modules/**'],
          testTimeout: 30_000, // some start threads and processes, on machines that do much else
          maxWorkers,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['{schema,kit,supergraph,subgraphs,app,tools}/**/*.integration.test.ts'],
          globalSetup: ['kit/src/testing/postgres-global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/{e2e,faults,conformance}/*.e2e.ts'],
          testTimeout: 120_000,
          hookTimeout: 240_000,
          // Each is a whole installation, most of which waits.
          maxWorkers: 2,
        },
      },
    ],
  },
});

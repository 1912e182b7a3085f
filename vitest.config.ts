import { defineConfig } from 'vitest/config';

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
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/{e2e,faults,conformance}/*.e2e.ts'],
          testTimeout: 120_000,
          hookTimeout: 240_000,
          // They wait more than they work: on two cores two at a time take little more than one.
          maxWorkers: 2,
        },
      },
    ],
  },
});

import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

/** Generated, installed or built: nobody edits these by hand. */
const ignores = [
  '**/node_modules/**',
  '.moim/**',
  'web/build/**',
  'web/.svelte-kit/**',
  'web/src/lib/paraglide/**',
  'web/src/lib/graphql/generated/**',
  'bench/peers/**',
  'test-results/**',
  'playwright-report/**',
];

/**
 * The places where a value enters our types from outside them, so that a cast is the honest word.
 * Each is one file that checks what it casts; everywhere else `as const` is the only `as`.
 */
const castBoundaries = [
  // a proxy over drizzle that adds the statement's name to what it sends
  'kit/src/db/named-queries.ts',
  // graphql-ws and urql type one result differently, and urql's context is open
  'web/src/lib/graphql/forward-subscription.ts',
];

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Named exports only: a thing has one name, wherever it is imported.',
};

/** Config files and SvelteKit's own hooks are read by tools that ask for a default export. */
const defaultExportsWanted = ['*.config.{js,ts}', 'codegen.ts', 'web/*.config.{js,ts}', 'bench/peers/**'];

const clocksAndDice = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Take the time from `now`.' },
  { selector: 'CallExpression[callee.name="Date"]', message: 'Take the time from `now`.' },
];

export default tseslint.config(
  { ignores },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,

  // TypeScript, with types.
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      // A handler may end with `return refuse(…)`.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // What an iterator or a callback may answer is written `Result | void`.
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // Interfaces of ours are async so that Redis and HTTP can stand behind them; memory need not await.
      '@typescript-eslint/require-await': 'off',
      // Believes that `signal.aborted` cannot have changed across an await.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // `[...text]` counts code points, which is what it is written for.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // graphql-js declares enums whose values are the words of the specification; we have none.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
    },
  },
  {
    // vitest's asymmetric matchers (`expect.stringContaining`) are typed `any`.
    files: ['**/*.{test,contract,e2e}.ts'],
    rules: { '@typescript-eslint/no-unsafe-assignment': 'off', '@typescript-eslint/no-unsafe-return': 'off' },
  },
  {
    files: castBoundaries,
    rules: {
      '@typescript-eslint/consistent-type-assertions': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // urql hands its exchanges plain functions under the types of methods.
    files: ['web/**/*.ts'],
    rules: { '@typescript-eslint/unbound-method': 'off' },
  },

  // Svelte: types are checked by svelte-check, here only by syntax, so that lint stays quick.
  {
    files: ['web/**/*.svelte', 'web/**/*.svelte.ts'],
    extends: [tseslint.configs.strict, svelte.configs.recommended],
    languageOptions: { parserOptions: { parser: tseslint.parser, projectService: false } },
    rules: {
      ...tseslint.configs.disableTypeChecked.rules,
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/no-invalid-void-type': 'off', // as in plain TypeScript
      'no-undef': 'off', // the type checker knows the browser's names better
      'svelte/no-navigation-without-resolve': 'off', // the app is served at the root of its host
      'svelte/no-unused-svelte-ignore': 'off', // svelte-check knows what would be warned of
      'prefer-const': 'off', // `let { … } = $props()` is how Svelte 5 declares properties
    },
  },
  svelte.configs.prettier,

  // Config files in plain JavaScript run on Node.
  {
    files: ['**/*.{js,cjs,mjs}'],
    languageOptions: {
      globals: Object.fromEntries(
        ['process', 'console', 'URL', 'fetch', 'AbortSignal', 'require', 'module', '__dirname'].map(
          (name) => [name, 'readonly'],
        ),
      ),
    },
  },

  // Architecture. What imports what is held by .dependency-cruiser.cjs; here is the rest.
  {
    files: ['**/*.{ts,js,svelte}'],
    ignores: defaultExportsWanted,
    rules: { 'no-restricted-syntax': ['error', noDefaultExport] },
  },
  {
    // Rules and verbs are given the time and their ids, so that a test can be exact about both.
    files: ['subgraphs/*/src/{domain,actions}/**/*.ts', 'simulator/src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Take the time from `now`.' },
        { object: 'performance', property: 'now', message: 'Take the time from `now`.' },
        { object: 'Math', property: 'random', message: 'Take chance from an argument.' },
        { object: 'crypto', property: 'randomUUID', message: 'Take ids from `newId`.' },
      ],
      'no-restricted-syntax': ['error', noDefaultExport, ...clocksAndDice],
    },
  },
  {
    // A name that fits everything finds nothing, and such a file grows for ever.
    files: [
      '**/{util,utils,helper,helpers,common}.{ts,js,svelte,svelte.ts}',
      '**/{util,utils,helper,helpers,common}/**/*.{ts,js,svelte}',
    ],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'Program', message: 'Name the file by its noun or verb.' },
      ],
    },
  },
);

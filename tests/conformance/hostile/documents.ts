/** Documents that are made to hurt, each with the rule that must stop it before anything is planned. */
export interface HostileDocument {
  readonly name: string;
  readonly query: string;
  readonly code: 'LIMIT_EXCEEDED' | 'BAD_USER_INPUT';
}

const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');
const nested = (levels: number, field: string): string =>
  `${`{ ${field} `.repeat(levels)}{ id }${' }'.repeat(levels)}`;
/** Each fragment spreads the next one several times. */
const laughs = (levels: number, spreads: number): string =>
  `{ ...F0 } ${times(levels, (level) => `fragment F${level} on Query { ${times(spreads, () => `...F${level + 1}`)} }`)} fragment F${levels} on Query { whoAmI }`;

export const hostileDocuments: readonly HostileDocument[] = [
  {
    name: '10,000 aliases',
    query: `{${times(10_000, (at) => `a${at.toString(36)}:broken`)}}`,
    code: 'LIMIT_EXCEEDED',
  },
  {
    name: '16 aliases of one field',
    query: `{ ${times(16, (at) => `a${at}: broken`)} }`,
    code: 'LIMIT_EXCEEDED',
  },
  {
    name: '2,000 directives',
    query: `{ whoAmI ${times(2_000, () => '@include(if: true)')} }`,
    code: 'LIMIT_EXCEEDED',
  },
  {
    name: '500 directives within the limit of tokens',
    query: `{ whoAmI ${times(500, () => '@a')} }`,
    code: 'LIMIT_EXCEEDED',
  },
  { name: '20,000 levels', query: nested(20_000, 'a'), code: 'LIMIT_EXCEEDED' },
  { name: '400 levels within the limit of tokens', query: nested(400, 'last'), code: 'LIMIT_EXCEEDED' },
  {
    name: '1,900 times the same field',
    query: `{ ${times(1_900, () => 'whoAmI')} }`,
    code: 'LIMIT_EXCEEDED',
  },
  { name: 'fragments that expand to a billion fields', query: laughs(9, 10), code: 'LIMIT_EXCEEDED' },
  { name: 'fragments that expand to 2^60 fields', query: laughs(60, 2), code: 'LIMIT_EXCEEDED' },
  {
    name: 'a fragment that contains itself',
    query: '{ ...A } fragment A on Query { people { id } ...A }',
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'fragments that contain each other',
    query: '{ ...A } fragment A on Query { whoAmI ...B } fragment B on Query { whoAmI ...A }',
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'a hundred fragments in a circle',
    query: `{ ...F0 } ${times(100, (at) => `fragment F${at} on Query { whoAmI ...F${(at + 1) % 100} }`)}`,
    code: 'LIMIT_EXCEEDED',
  },
  { name: '300 operations', query: times(300, (at) => `query Q${at} { whoAmI }`), code: 'BAD_USER_INPUT' },
  { name: 'names of prototypes', query: '{ __proto__ constructor toString }', code: 'BAD_USER_INPUT' },
  { name: '90 KB of a comment', query: `# ${'x'.repeat(90_000)}`, code: 'LIMIT_EXCEEDED' },
  { name: '30 KB of a comment', query: `# ${'x'.repeat(30_000)}`, code: 'BAD_USER_INPUT' },
  { name: '90 KB of a name', query: `{ ${'x'.repeat(90_000)} }`, code: 'LIMIT_EXCEEDED' },
  { name: '30 KB of a name', query: `{ ${'x'.repeat(30_000)} }`, code: 'LIMIT_EXCEEDED' },
  {
    name: '90 KB of a string',
    query: `{ person(id: "${'x'.repeat(90_000)}") { nothing } }`,
    code: 'LIMIT_EXCEEDED',
  },
  {
    name: '30 KB of a string',
    query: `{ person(id: "${'x'.repeat(30_000)}") { nothing } }`,
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'a list of 40,000 open brackets',
    query: `{ person(id: ${'['.repeat(40_000)}`,
    code: 'LIMIT_EXCEEDED',
  },
  {
    name: '400 times a field and its fields',
    query: `{ me { ${times(400, () => 'member { id }')} } }`,
    code: 'LIMIT_EXCEEDED',
  },
  {
    name: '400 times a field in an operation that is not run',
    query: `query A { whoAmI } query B { me { ${times(400, () => 'member { id }')} } }`,
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'a chain of 180 fragments with one field',
    query: `{ me { ...F0 } } ${times(180, (at) => `fragment F${at} on Viewer { id ...F${at + 1} }`)} fragment F180 on Viewer { id }`,
    code: 'LIMIT_EXCEEDED',
  },
  {
    name: '1,900 fields that are not there',
    query: `{ a { ${times(1_900, (at) => `x${at}`)} } }`,
    code: 'BAD_USER_INPUT',
  },
  {
    name: '80,000 empty lines before a fault',
    query: `${'\n'.repeat(80_000)}{ nothing }`,
    code: 'LIMIT_EXCEEDED',
  },
];

import { type ConstDirectiveNode, type ConstValueNode, type DocumentNode, Kind } from 'graphql';

/** A specification that a supergraph links to, e.g. https://specs.apollo.dev/cost/v0.1. */
export interface LinkedFeature {
  /** Without its version, e.g. `https://specs.apollo.dev/cost`. */
  readonly identity: string;
  /** E.g. `v0.1`. */
  readonly version: string;
  /** `SECURITY` or `EXECUTION`: whoever does not know it must not serve the graph; null: may. */
  readonly purpose: string | null;
  readonly link: ConstDirectiveNode;
  /** What a directive or type of the specification is called in this supergraph. */
  nameOf(name: string): string;
  /** What begins with the name of the feature is its own, e.g. `policy__Policy`. */
  owns(name: string): boolean;
}

/** Reads every `@link` of a supergraph, as https://specs.apollo.dev/link/v1.0 has it. */
export function readLinkedFeatures({ definitions }: DocumentNode): LinkedFeature[] {
  return definitions
    .filter((node) => node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION)
    .flatMap(({ directives = [] }) => directives)
    .filter(({ name }) => name.value === 'link')
    .flatMap(readLink);
}

function readLink(link: ConstDirectiveNode): LinkedFeature[] {
  const given = new Map(link.arguments?.map(({ name, value }) => [name.value, value]));
  const url = textOf(given.get('url')) ?? '';
  const [, identity = '', specification = '', version = ''] = /^(.*\/([^/]+))\/(v[\d.]+)$/.exec(url) ?? [];
  if (identity === '') return [];
  const named = textOf(given.get('as')) ?? specification;
  const imports = readImports(given.get('import'));
  return [
    {
      ...{ identity, version, link, purpose: textOf(given.get('for')) },
      nameOf: (name) => imports.get(name) ?? (name === specification ? named : `${named}__${name}`),
      owns: (name) => name.startsWith(`${named}__`),
    },
  ];
}

/** `["@a", { name: "@b", as: "@c" }]`, without the signs of directives. */
function readImports(value: ConstValueNode | undefined): ReadonlyMap<string, string> {
  const bare = (text: string | null) => (text ?? '').replace(/^@/, '');
  const entries = value?.kind === Kind.LIST ? value.values : [];
  return new Map(
    entries.map((entry): [string, string] => {
      if (entry.kind !== Kind.OBJECT) return [bare(textOf(entry)), bare(textOf(entry))];
      const fields = new Map(entry.fields.map((field) => [field.name.value, bare(textOf(field.value))]));
      const name = fields.get('name') ?? '';
      return [name, fields.get('as') ?? name];
    }),
  );
}

const textOf = (value: ConstValueNode | undefined): string | null =>
  value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : null;

import {
  type ConstDirectiveNode,
  type ConstValueNode,
  type DocumentNode,
  isInterfaceType,
  isObjectType,
  isTypeDefinitionNode,
  type GraphQLSchema,
  Kind,
  parse,
  print,
  visit,
} from 'graphql';
import { StartupError } from '@moim/kit/config/startup-error.ts';
import { type LinkedFeature, readLinkedFeatures } from '../graph/linked-features.ts';

/** Of each list one entry must be had completely. */
export type AnyOf = readonly (readonly string[])[];

/** What a field or a type demands of whoever asks for it; null: nothing of this kind. */
export interface Requirement {
  readonly isForAuthenticated: boolean;
  readonly scopes: AnyOf | null;
  readonly policies: AnyOf | null;
}

/** By coordinate: `Type` or `Type.field`. */
export type AccessRules = ReadonlyMap<string, Requirement>;

/** The directives that demand it. */
export const directivesOf = (requirement: Requirement = nothingRequired): `@${string}` => {
  const { isForAuthenticated, scopes, policies } = requirement;
  const named = [isForAuthenticated && '@authenticated', scopes && '@requiresScopes', policies && '@policy'];
  return `@${named
    .filter((name) => typeof name === 'string')
    .join(' ')
    .slice(1)}`;
};

export interface RuledSupergraph {
  /** Without the features, which the gateway refuses to load. */
  readonly sdl: string;
  /** What they said. */
  readonly rules: AccessRules;
}

const specifications = 'https://specs.apollo.dev/';
const features = ['authenticated', 'requiresScopes', 'policy'] as const;
type Feature = (typeof features)[number];
const knownVersion = 'v0.1';

/**
 * Takes `@authenticated`, `@requiresScopes` and `@policy` out of a supergraph, as rules: the one never leaves
 * without the other, so that no supergraph is served whose rules nobody keeps.
 *
 * @throws {StartupError} for a version that we do not know, and for a rule that cannot be read
 */
export function takeAccessRules(supergraphSdl: string): RuledSupergraph {
  const document = parse(supergraphSdl, { noLocation: true });
  const linked = readLinkedFeatures(document).filter(({ identity }) => featureOf(identity) !== null);
  if (linked.length === 0) return { sdl: supergraphSdl, rules: new Map() };
  const rules = readRules(document, linked);
  return { sdl: print(withoutFeatures(document, linked)), rules };
}

/** @throws {StartupError} when rules speak of what the schema does not have */
export function assertRulesFit(rules: AccessRules, schema: GraphQLSchema): void {
  for (const coordinate of rules.keys()) {
    const [typeName = '', field] = coordinate.split('.');
    const type = schema.getType(typeName);
    const fields = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
    if (!type || (field !== undefined && !(field in fields)))
      throw new StartupError(`The supergraph has a rule for ${coordinate}, and no ${coordinate}.`);
  }
}

function featureOf(identity: string): Feature | null {
  return features.find((name) => identity === specifications + name) ?? null;
}

function readRules(document: DocumentNode, linked: readonly LinkedFeature[]): AccessRules {
  const rules = new Map<string, Requirement>();
  const read = (coordinate: string, directives: readonly ConstDirectiveNode[] | undefined) => {
    for (const directive of directives ?? []) {
      const feature = linked.find((one) => nameIn(one) === directive.name.value);
      if (!feature) continue;
      const requirement = rules.get(coordinate) ?? nothingRequired;
      rules.set(coordinate, { ...requirement, ...requirementOf(feature, directive, coordinate) });
    }
  };
  for (const definition of document.definitions.filter(isTypeDefinitionNode)) {
    const type = definition.name.value;
    read(type, definition.directives);
    if (!('fields' in definition)) continue;
    for (const { name, directives } of definition.fields ?? []) read(`${type}.${name.value}`, directives);
  }
  return rules;
}

const nothingRequired: Requirement = { isForAuthenticated: false, scopes: null, policies: null };

function requirementOf(
  { identity, version }: LinkedFeature,
  { arguments: given = [] }: ConstDirectiveNode,
  coordinate: string,
): Partial<Requirement> {
  if (version !== knownVersion) throw new StartupError(`${identity}/${version} is not known here.`);
  const value = (name: string) => {
    const lists = anyOf(given.find((argument) => argument.name.value === name)?.value);
    if (!lists) throw new StartupError(`The rule of ${coordinate} cannot be read.`);
    return lists;
  };
  switch (featureOf(identity)) {
    case 'authenticated':
      return { isForAuthenticated: true };
    case 'requiresScopes':
      return { scopes: value('scopes') };
    case 'policy':
      return { policies: value('policies') };
    case null:
      throw new TypeError('unreachable');
  }
}

function anyOf(value: ConstValueNode | undefined): AnyOf | null {
  if (value?.kind !== Kind.LIST) return null;
  return value.values.map((all) =>
    all.kind === Kind.LIST ? all.values.flatMap((one) => (one.kind === Kind.STRING ? [one.value] : [])) : [],
  );
}

/** Links, definitions and applications. */
function withoutFeatures(document: DocumentNode, linked: readonly LinkedFeature[]): DocumentNode {
  const links = new Set<unknown>(linked.map(({ link }) => link));
  const names = new Set(linked.map(nameIn));
  const isOurs = (name: string) => linked.some((feature) => feature.owns(name));
  return visit(document, {
    Directive: (node) => (links.has(node) || names.has(node.name.value) ? null : undefined),
    DirectiveDefinition: ({ name }) => (names.has(name.value) ? null : undefined),
    ScalarTypeDefinition: ({ name }) => (isOurs(name.value) ? null : undefined),
  });
}

const nameIn = (feature: LinkedFeature): string => feature.nameOf(featureOf(feature.identity) ?? '');

import {
  type ArgumentNode,
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  Kind,
  parse,
  visit,
} from 'graphql';
import { readLinkedFeatures } from '../graph/linked-features.ts';

/** How a field says how long its list is, by Federation's `@listSize`. */
export interface ListSize {
  /** Entries when no slicing argument says more; null: not said. */
  readonly assumedSize: number | null;
  /** Arguments whose value is the size, e.g. `first`; the largest counts. */
  readonly slicingArguments: readonly string[];
  /** Where the field is no list itself: those fields of its type that are, e.g. `edges`. */
  readonly sizedFields: readonly string[];
}

/** Federation's `@cost` and `@listSize` in a supergraph. */
export interface CostRules {
  /** Points by coordinate: `Type`, `Type.field` or `Type.field(argument:)`. */
  readonly weights: ReadonlyMap<string, number>;
  /** By `Type.field`. */
  readonly sizes: ReadonlyMap<string, ListSize>;
}

/** Of a supergraph that weighs nothing. */
export const noCostRules: CostRules = { weights: new Map(), sizes: new Map() };

const costIdentity = 'https://specs.apollo.dev/cost';

/** Reads what the subgraphs declared; a supergraph that declares nothing has rules that say nothing. */
export function readCostRules(supergraphSdl: string): CostRules {
  const document = parse(supergraphSdl, { noLocation: true });
  const feature = readLinkedFeatures(document).find(({ identity }) => identity === costIdentity);
  if (!feature) return noCostRules;
  const weights = new Map<string, number>();
  const sizes = new Map<string, ListSize>();
  const [cost, listSize] = ['cost', 'listSize'].map((name) => feature.nameOf(name));
  const weigh = (coordinate: string, directives: readonly ConstDirectiveNode[] | undefined) => {
    const weight = numberOf(argumentsOf(directives?.find(({ name }) => name.value === cost)).get('weight'));
    if (weight !== null) weights.set(coordinate, weight);
  };
  const readField = (type: string, field: FieldDefinitionNode) => {
    const coordinate = `${type}.${field.name.value}`;
    weigh(coordinate, field.directives);
    for (const { name, directives } of field.arguments ?? [])
      weigh(`${coordinate}(${name.value}:)`, directives);
    const size = field.directives?.find(({ name }) => name.value === listSize);
    if (size) sizes.set(coordinate, toListSize(argumentsOf(size)));
  };
  const readType = ({
    name,
    directives,
  }: {
    readonly name: { readonly value: string };
    readonly directives?: readonly ConstDirectiveNode[] | undefined;
  }) => weigh(name.value, directives);
  visit(document, {
    ScalarTypeDefinition: readType,
    EnumTypeDefinition: readType,
    ObjectTypeDefinition: (type) => {
      readType(type);
      for (const field of type.fields ?? []) readField(type.name.value, field);
    },
    InterfaceTypeDefinition: (type) => {
      for (const field of type.fields ?? []) readField(type.name.value, field);
    },
  });
  return { weights, sizes };
}

type Arguments = ReadonlyMap<string, ArgumentNode['value']>;

const argumentsOf = (directive: ConstDirectiveNode | undefined): Arguments =>
  new Map((directive?.arguments ?? []).map(({ name, value }) => [name.value, value]));

const toListSize = (given: Arguments): ListSize => ({
  assumedSize: numberOf(given.get('assumedSize')),
  slicingArguments: textsOf(given.get('slicingArguments')),
  sizedFields: textsOf(given.get('sizedFields')),
});

const numberOf = (value: ArgumentNode['value'] | undefined): number | null =>
  value?.kind === Kind.INT ? Number(value.value) : null;

const textsOf = (value: ArgumentNode['value'] | undefined): string[] =>
  value?.kind === Kind.LIST
    ? value.values.flatMap((one) => (one.kind === Kind.STRING ? [one.value] : []))
    : [];

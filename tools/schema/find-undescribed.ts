import {
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';

/** Something of the API by its schema coordinate, with what it says about itself. */
interface Described {
  readonly coordinate: string;
  readonly description?: string | null | undefined;
  /** Of a value such as BLUE there may be nothing more to say. */
  readonly mayRepeat?: boolean;
}

/**
 * What of the client API says nothing about itself, by schema coordinate: types, fields, arguments and enum values
 * without a description, and those but enum values whose description has no word that the name does not have.
 */
export function findUndescribed(api: GraphQLSchema): string[] {
  // The three roots are where fields hang; there is nothing to say about them.
  const roots = new Set(
    [api.getQueryType(), api.getMutationType(), api.getSubscriptionType()].map((t) => t?.name),
  );
  return Object.values(api.getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
    .flatMap((type) => [
      ...(roots.has(type.name) ? [] : [{ coordinate: type.name, description: type.description }]),
      ...membersOf(type),
    ])
    .filter(isUndescribed)
    .map(({ coordinate }) => coordinate)
    .toSorted();
}

function membersOf(type: GraphQLNamedType): Described[] {
  if (isEnumType(type))
    return type.getValues().map(({ name, description }) => ({
      ...{ coordinate: `${type.name}.${name}`, description },
      mayRepeat: true,
    }));
  if (isInputObjectType(type)) return Object.values(type.getFields()).map(describedIn(type.name));
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => [
    describedIn(type.name)(field),
    ...field.args.map(({ name, description }) => ({
      coordinate: `${type.name}.${field.name}(${name}:)`,
      description,
    })),
  ]);
}

const describedIn =
  (owner: string) =>
  ({ name, description }: { name: string; description?: string | null | undefined }): Described => ({
    coordinate: `${owner}.${name}`,
    description,
  });

const empty = new Set(['a', 'an', 'the', 'of', 'this', 'its']);

const isUndescribed = ({ coordinate, description, mayRepeat = false }: Described): boolean =>
  !description || (!mayRepeat && repeats(coordinate, description));

function repeats(coordinate: string, description: string): boolean {
  const named = new Set(wordsOf(coordinate));
  return wordsOf(description).every((word) => named.has(word) || empty.has(word));
}

/** `lastSeenAt` and "Last seen at." have the same; what is quoted, such as a coordinate, is one word. */
const wordsOf = (text: string): string[] =>
  text
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .match(/`[^`]+`|[a-z\d]+/g) ?? [];

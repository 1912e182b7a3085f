import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  getNamedType,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isCompositeType,
} from 'graphql';
import { contextsOf, Within } from './contexts-of.ts';
import { type Faults, faultyValue } from './faults.ts';
import { type Arguments, isThing, type Thing, valueOf, type World } from './world.ts';

/** What one server that is all subgraphs together answers: the measure of a supergraph. */
export async function askWhole(
  world: World,
  apiSchema: GraphQLSchema,
  document: DocumentNode,
  variables: Arguments,
  faults: Faults,
): Promise<ExecutionResult> {
  const readContexts = contextsOf(world, apiSchema);
  const resolve: GraphQLFieldResolver<unknown, unknown, Arguments> = (
    source,
    args,
    _context,
    { fieldName, parentType, returnType },
  ) => {
    const within = source instanceof Within ? source : new Within(rootOf(world, parentType.name), null);
    const { thing } = within;
    const given = { ...args, ...readContexts(within, parentType.name, fieldName) };
    const value = faultyValue(faults, thing, fieldName, () => valueOf(world, thing, fieldName, given));
    return isCompositeType(getNamedType(returnType)) ? wrapped(value, within) : value;
  };
  return execute({
    schema: apiSchema,
    document,
    variableValues: variables,
    fieldResolver: resolve,
    typeResolver: (value) => (value instanceof Within ? value.thing.__typename : undefined),
  });
}

const rootOf = ({ things }: World, type: string): Thing =>
  things.find(({ __typename }) => __typename === type) ?? { __typename: type };

function wrapped(value: unknown, around: Within): unknown {
  if (Array.isArray(value)) return value.map((element: unknown) => wrapped(element, around));
  return isThing(value) ? new Within(value, around) : value;
}

import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from 'graphql';
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
  const resolve: GraphQLFieldResolver<unknown, unknown, Arguments> = (
    source,
    args,
    _context,
    { fieldName, parentType },
  ) => {
    const thing = isThing(source) ? source : rootOf(world, parentType.name);
    return faultyValue(faults, thing, fieldName, () => valueOf(world, thing, fieldName, args));
  };
  return execute({
    schema: apiSchema,
    document,
    variableValues: variables,
    fieldResolver: resolve,
    typeResolver: (value) => (isThing(value) ? value.__typename : undefined),
  });
}

const rootOf = ({ things }: World, type: string): Thing =>
  things.find(({ __typename }) => __typename === type) ?? { __typename: type };

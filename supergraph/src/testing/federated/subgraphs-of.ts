import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  getNamedType,
  parse,
} from 'graphql';
import { faultOf, type Faults, faultyValue } from './faults.ts';
import { declaredIn, findByKey } from './keys.ts';
import { looseSchema } from './loose-schema.ts';
import { type Arguments, isThing, readPath, type Thing, valueOf, type World, worldHeader } from './world.ts';

/** Answers one operation. */
export type AskWorld = (query: string, variables: Arguments) => Promise<ExecutionResult>;

/** A thing on its way through a subgraph, with what the subgraph was told of it. */
class Told {
  readonly thing: Thing;
  readonly told: Arguments | null;
  /** The name of its type in this subgraph. */
  readonly typename: string;

  constructor(thing: Thing, told: Arguments | null, typename: string = thing.__typename) {
    this.thing = thing;
    this.told = told;
    this.typename = typename;
  }
}

/**
 * The subgraphs of a world. Each answers from the same data, but takes what it marks `@external` from what it
 * is told, and finds entities by its own keys alone.
 *
 * @param supergraph - with all types: which are of an interface
 */
export function subgraphsOf(
  world: World,
  supergraph: GraphQLSchema,
  faults: Faults,
): ReadonlyMap<string, AskWorld> {
  return new Map(
    Object.keys(world.subgraphs).map((name) => [
      name,
      askable(new WorldSubgraph(world, supergraph, faults, name)),
    ]),
  );
}

function askable(subgraph: WorldSubgraph): AskWorld {
  const documents = new Map<string, DocumentNode>();
  return async (query, variables) => {
    const document = documents.get(query) ?? parse(query, { noLocation: true });
    documents.set(query, document);
    return execute({
      schema: subgraph.schema,
      document,
      variableValues: variables,
      rootValue: null,
      fieldResolver: subgraph.resolve,
      typeResolver: (value) => (value instanceof Told ? value.typename : undefined),
    });
  };
}

class WorldSubgraph {
  readonly schema: GraphQLSchema;
  readonly #world: World;
  readonly #supergraph: GraphQLSchema;
  readonly #faults: Faults;
  readonly #name: string;
  readonly #declared: ReturnType<typeof declaredIn>;

  constructor(world: World, supergraph: GraphQLSchema, faults: Faults, name: string) {
    const sdl = parse(`${worldHeader}${world.subgraphs[name] ?? ''}`, { noLocation: true });
    this.schema = looseSchema(sdl);
    this.#world = world;
    this.#supergraph = supergraph;
    this.#faults = faults;
    this.#name = name;
    this.#declared = declaredIn(sdl);
  }

  readonly resolve: GraphQLFieldResolver<unknown, unknown, Arguments> = (source, args, _context, info) => {
    const { fieldName, parentType, returnType } = info;
    if (fieldName === '_entities') return this.#entities(args['representations']);
    const told = source instanceof Told ? source : new Told(this.#root(parentType.name), null);
    const value = faultyValue(this.#faults, told.thing, fieldName, () =>
      this.#valueOf(told, parentType.name, fieldName, args),
    );
    return isCompositeType(getNamedType(returnType)) ? wrapped(value) : value;
  };

  #valueOf({ thing, told }: Told, parent: string, field: string, args: Arguments): unknown {
    if (this.#world.stale?.includes(`${this.#name} ${parent}.${field}`)) return 'old';
    const isTold = this.#declared.externals.has(`${parent}.${field}`) && told !== null && field in told;
    if (isTold) return told[field];
    const compute = this.#world.computed?.[`${thing.__typename}.${field}`];
    if (!compute) return valueOf(this.#world, thing, field, args);
    return compute((path, given = {}) => this.#read(thing, told, parent, path, given), args);
  }

  #read(thing: Thing, told: Arguments | null, parent: string, path: string, args: Arguments): unknown {
    const [first = '', ...rest] = path.split('.');
    if (!this.#declared.externals.has(`${parent}.${first}`)) return readPath(this.#world, thing, path, args);
    return rest.reduce((value: unknown, key) => (isThing(value) ? value[key] : undefined), told?.[first]);
  }

  #root(type: string): Thing {
    return this.#world.things.find(({ __typename }) => __typename === type) ?? { __typename: type };
  }

  #entities(representations: unknown): unknown[] {
    if (!Array.isArray(representations)) throw new TypeError('representations are a list');
    return representations.map((told: unknown) => (isThing(told) ? this.#entity(told) : null));
  }

  /** A rejected promise fails one entity and not the list. */
  #entity(told: Thing): unknown {
    try {
      const keys = this.#declared.keys.get(told.__typename) ?? [];
      const thing = findByKey(this.#world.things, this.#typesOf(told.__typename), keys, told);
      if (!thing) return null;
      const fault = faultOf(this.#faults, thing, null);
      if (fault === 'failing entity') throw new Error(`${thing.__typename} failed`);
      return fault === 'missing entity' ? null : new Told(thing, told, this.#nameOf(thing, told));
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #typesOf(name: string): ReadonlySet<string> {
    const type = this.#supergraph.getType(name);
    if (!isAbstractType(type)) return new Set([name]);
    return new Set(this.#supergraph.getPossibleTypes(type).map((possible) => possible.name));
  }

  /** An interface object is called by the name it was asked under. */
  #nameOf({ __typename }: Thing, told: Thing): string {
    return this.schema.getType(__typename) ? __typename : told.__typename;
  }
}

function wrapped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((element: unknown) => wrapped(element));
  return isThing(value) ? new Told(value, null) : value;
}

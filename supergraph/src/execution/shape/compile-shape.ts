import {
  type FieldNode,
  type GraphQLNamedOutputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type OperationDefinitionNode,
} from 'graphql';
import { responseNameOf } from '../inner-names.ts';
import type { JsonObject } from '../json-object.ts';
import { collectFields, type RecordType, type Selecting } from './collect-fields.ts';
import { completeAbstract, completeFields, completeObject, type ShapedField } from './complete-object.ts';
import { completeLeaf } from './complete-leaf.ts';
import {
  bubble,
  type Complete,
  completeList,
  completeNonNull,
  completeNullable,
  toViolations,
  type Violation,
  violate,
  type Violations,
} from './completion.ts';
import { withShortWay } from './short-way.ts';

/** What a client is given. */
export interface Shaped {
  /** Null where a null went all the way up. */
  readonly data: JsonObject | null;
  readonly violations: readonly Violation[];
}

/** Makes the client's answer of what the subgraphs answered, which it leaves as it is. */
export type Shape = (data: JsonObject) => Shaped;

/** The fields of an operation's answer, `__schema` and `__type` among them. */
export function compileShape(selecting: Selecting, operation: OperationDefinitionNode): Shape {
  const root = selecting.schema.getRootType(operation.operation);
  if (!root) throw new TypeError(`the schema has no ${operation.operation}`);
  return compileFields(selecting, root, operation.selectionSet);
}

/** The fields that are asked of an object, as an answer of its own. */
export function compileFields(
  selecting: Selecting,
  type: RecordType,
  selectionSet: OperationDefinitionNode['selectionSet'],
): Shape {
  const complete = completeFields(new ShapeCompiler(selecting).fieldsOf(type, [{ selectionSet }]));
  return (data) => {
    const violations: Violations = [];
    const completed = complete(data, violations);
    return { data: isObjectOf(completed) ? completed : null, violations: toViolations(violations) };
  };
}

const isObjectOf = (completed: unknown): completed is JsonObject => typeof completed === 'object';

type Selected =
  Pick<FieldNode, 'selectionSet'> | { readonly selectionSet: OperationDefinitionNode['selectionSet'] };

class ShapeCompiler {
  readonly #selecting: Selecting;

  constructor(selecting: Selecting) {
    this.#selecting = selecting;
  }

  fieldsOf(type: RecordType, selected: readonly Selected[]): ShapedField[] {
    const sets = selected.map(({ selectionSet }) => selectionSet);
    return [...collectFields(this.#selecting, type, sets)].map(([key, nodes]) => ({
      key,
      responseName: responseNameOf(key),
      complete: this.#field(type, nodes),
    }));
  }

  #field(type: RecordType, nodes: readonly FieldNode[]): Complete {
    const name = nodes[0]?.name.value ?? '';
    if (name === '__typename') return completeTypename(type);
    if (name === '__schema' || name === '__type') return (value) => value ?? null;
    const field = type.getFields()[name];
    if (!field) throw new TypeError(`${type.name} has no field ${name}`);
    return this.#value(field.type, nodes);
  }

  #value(type: GraphQLOutputType, nodes: readonly FieldNode[]): Complete {
    const complete = isNonNullType(type)
      ? completeNonNull(this.#present(type.ofType, nodes))
      : completeNullable(this.#present(type, nodes));
    return withShortWay(type, complete);
  }

  /** Of a value that is not null. */
  #present(type: GraphQLOutputType, nodes: readonly FieldNode[]): Complete {
    if (isListType(type)) return completeList(this.#value(type.ofType, nodes));
    if (isNonNullType(type)) return this.#present(type.ofType, nodes);
    return this.#named(type, nodes);
  }

  #named(type: GraphQLNamedOutputType, nodes: readonly FieldNode[]): Complete {
    if (isLeafType(type)) return completeLeaf(type);
    if (isObjectType(type)) return completeObject(this.#typenamesOf(type), this.fieldsOf(type, nodes));
    return completeAbstract(
      (typename) => this.#fieldsOfPossible(type, typename, nodes),
      () => (isInterfaceType(type) ? this.fieldsOf(type, nodes) : null),
    );
  }

  /** An interface object that nobody could resolve still says the name of the interface. */
  #fieldsOfPossible(
    abstract: GraphQLNamedOutputType,
    typename: string,
    nodes: readonly FieldNode[],
  ): ShapedField[] | null {
    const { schema } = this.#selecting;
    const type = schema.getType(typename);
    if (isInterfaceType(type) && type === abstract) return this.fieldsOf(type, nodes);
    const isPossible = isObjectType(type) && isAbstractType(abstract) && schema.isSubType(abstract, type);
    return isPossible ? this.fieldsOf(type, nodes) : null;
  }

  /** Subgraphs may call their root types anything, and an interface object by the interface. */
  #typenamesOf(type: GraphQLObjectType): ReadonlySet<string> | null {
    const { schema } = this.#selecting;
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    if (roots.includes(type)) return null;
    return new Set([type.name, ...type.getInterfaces().map(({ name }) => name)]);
  }
}

/** Said by the schema alone: what a subgraph calls a type is not for the client. */
function completeTypename(type: RecordType): Complete {
  if (isObjectType(type)) return () => type.name;
  return (_value, violations) => {
    violate(violations, 'Nobody knows of what type this is.');
    return bubble;
  };
}

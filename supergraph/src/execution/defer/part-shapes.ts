import type { GraphQLObjectType, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { JsonObject } from '../json-object.ts';
import type { RecordType, Selecting } from '../shape/collect-fields.ts';
import { compileFields, type Shape } from '../shape/compile-shape.ts';
import { compileIntrospection, type Introspect } from '../shape/introspect.ts';
import type { Part } from './part.ts';

/** What the parts of an operation look like, for one choice of what `@skip` and `@include` leave. */
export class PartShapes {
  readonly selecting: Selecting;
  readonly root: GraphQLObjectType;
  readonly #known = new Map<string, Shape>();
  readonly #introspect: Introspect | null;

  constructor(
    apiSchema: GraphQLSchema,
    operation: OperationDefinitionNode,
    conditions: ReadonlyMap<string, boolean>,
  ) {
    const root = apiSchema.getRootType(operation.operation);
    if (!root) throw new TypeError(`the schema has no ${operation.operation}`);
    this.root = root;
    this.selecting = { schema: apiSchema, fragments: new Map(), conditions };
    this.#introspect = compileIntrospection(this.selecting, operation);
  }

  /** What is said of the schema, in whatever part. */
  introspect(variables: Readonly<Record<string, unknown>>): JsonObject {
    return this.#introspect?.(variables) ?? {};
  }

  shapeOf({ label, own }: Part, type: RecordType): Shape {
    const key = `${label ?? ''} ${type.name}`;
    const known = this.#known.get(key);
    const shape = known ?? compileFields(this.selecting, type, own);
    if (!known) this.#known.set(key, shape);
    return shape;
  }
}

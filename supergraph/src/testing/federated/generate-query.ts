import {
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLInterfaceType,
  type GraphQLSchema,
  type GraphQLUnionType,
  isCompositeType,
  isUnionType,
} from 'graphql';
import type { Arguments } from './world.ts';

/** A query and its variables, made up. */
export interface GeneratedQuery {
  readonly text: string;
  readonly variables: Arguments;
}

type Composite = GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType;
type Field = GraphQLField<unknown, unknown>;

const maxDepth = 5;
const maxFields = 24;
const maxNestedFragments = 4;

/** @param choices - numbers that decide everything; equal ones make the same query */
export function generateQuery(schema: GraphQLSchema, choices: readonly number[]): GeneratedQuery {
  const query = schema.getQueryType();
  if (!query) throw new TypeError('a schema without queries');
  return new QueryWriter(schema, choices).write(query);
}

class QueryWriter {
  readonly #schema: GraphQLSchema;
  readonly #choices: readonly number[];
  readonly #fragments: string[] = [];
  readonly #variables = new Map<string, { readonly type: string; readonly value: unknown }>();
  #next = 0;
  #fields = 0;
  #fragmentsAround = 0;

  constructor(schema: GraphQLSchema, choices: readonly number[]) {
    this.#schema = schema;
    this.#choices = choices;
  }

  write(root: GraphQLObjectType): GeneratedQuery {
    const body = this.#selections(root, 0);
    const entries = [...this.#variables];
    const declared = entries.map(([name, { type }]) => `$${name}: ${type}`).join(', ');
    return {
      text: `query${declared === '' ? '' : ` (${declared})`} ${body} ${this.#fragments.join(' ')}`,
      variables: Object.fromEntries(entries.map(([name, { value }]) => [name, value])),
    };
  }

  /** Below `count`; the same numbers again when they are used up. */
  #choose(count: number): number {
    const choice = this.#choices[this.#next % this.#choices.length] ?? 0;
    this.#next += 1;
    return (choice + Math.floor(this.#next / this.#choices.length)) % count;
  }

  #isOneIn(count: number): boolean {
    return this.#choose(count) === 0;
  }

  #selections(type: Composite, depth: number): string {
    const count = 1 + this.#choose(depth === 0 ? 3 : 4);
    const selections = Array.from({ length: count }, () => this.#selection(type, depth));
    return `{ ${selections.join(' ')} }`;
  }

  #selection(type: Composite, depth: number): string {
    const isAbstract = this.#schema.getPossibleTypes.length > 0 && !('isTypeOf' in type);
    const mayBeFragment = depth > 0 && this.#fragmentsAround < maxNestedFragments;
    if (mayBeFragment && this.#isOneIn(isAbstract ? 2 : 9)) return this.#fragment(type, depth);
    if (isUnionType(type)) return '__typename';
    if (this.#isOneIn(9)) return `${this.#alias('__typename')}__typename`;
    const fields = Object.values(type.getFields()).filter(
      (field) => this.#mayGoDown(depth) || !isCompositeType(getNamedType(field.type)),
    );
    const field = fields[this.#choose(fields.length)];
    return field ? this.#field(field, depth) : '__typename';
  }

  #mayGoDown(depth: number): boolean {
    return depth < maxDepth && this.#fields < maxFields;
  }

  #field(field: Field, depth: number): string {
    this.#fields += 1;
    const type = getNamedType(field.type);
    const args = this.#arguments(field);
    const below = isCompositeType(type) ? ` ${this.#selections(type, depth + 1)}` : '';
    return `${this.#alias(field.name, args !== '')}${field.name}${args}${this.#directive()}${below}`;
  }

  /** Fields that differ never share a name, whatever the fragments that they are in. */
  #alias(name: string, isNeeded = false): string {
    return isNeeded || this.#isOneIn(5) ? `${name.replaceAll('_', '')}_${this.#next}: ` : '';
  }

  #arguments({ args }: Field): string {
    const given = args.flatMap(({ name, type }) => {
      const text = String(type);
      if (!text.endsWith('!') && this.#isOneIn(2)) return [];
      return [`${name}: ${this.#argument(text)}`];
    });
    return given.length === 0 ? '' : `(${given.join(', ')})`;
  }

  #argument(type: string): string {
    const value = this.#valueOf(type.replace('!', ''));
    if (!this.#isOneIn(2)) return JSON.stringify(value);
    const name = `v${this.#variables.size}`;
    this.#variables.set(name, { type, value });
    return `$${name}`;
  }

  #valueOf(type: string): unknown {
    switch (type) {
      case 'Int':
        return this.#choose(4);
      case 'Boolean':
        return this.#isOneIn(2);
      default:
        return `b${this.#choose(5)}`;
    }
  }

  #directive(): string {
    if (!this.#isOneIn(8)) return '';
    const name = this.#isOneIn(2) ? 'skip' : 'include';
    return ` @${name}(if: ${this.#argument('Boolean!')})`;
  }

  #fragment(type: Composite, depth: number): string {
    const possible = this.#conditionsFor(type);
    const condition = possible[this.#choose(possible.length)] ?? type;
    this.#fragmentsAround += 1;
    const body = this.#selections(condition, depth);
    this.#fragmentsAround -= 1;
    if (this.#isOneIn(3)) {
      const name = `F${this.#fragments.length}`;
      this.#fragments.push(`fragment ${name} on ${condition.name} ${body}`);
      return `...${name}${this.#directive()}`;
    }
    const on = condition === type && this.#isOneIn(2) ? '' : ` on ${condition.name}`;
    return `...${on}${this.#directive()} ${body}`;
  }

  #conditionsFor(type: Composite): readonly Composite[] {
    if ('isTypeOf' in type) return [type, ...type.getInterfaces()];
    return [...this.#schema.getPossibleTypes(type), type];
  }
}

import {
  type ArgumentNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  print,
  type SelectionSetNode,
  type TypeNode,
  visit,
} from 'graphql';
import type { StandIns, StoodFor } from '../execution/plan/stand-ins.ts';
import { graphOf, readFieldSet, type RecordNode, subgraphNames, textOf } from './join-directives.ts';

/** Finds what `@requires` names with arguments, and gives each a stand-in. */
export class StandInWriter implements StandIns {
  readonly standsFor = new Map<string, StoodFor>();
  readonly required = new Map<string, Map<string, string>>();
  readonly #types = new Map<string, RecordNode>();
  readonly #subgraphs: ReadonlyMap<string, string>;
  /** Stand-ins by type. */
  readonly #added = new Map<string, FieldDefinitionNode[]>();
  readonly #known = new Map<string, string>();

  constructor(supergraph: DocumentNode) {
    this.#subgraphs = subgraphNames(supergraph);
    for (const node of supergraph.definitions) {
      if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION)
        this.#types.set(node.name.value, node);
    }
  }

  withRequires<Node extends RecordNode>(type: Node): Node {
    const fields = (type.fields ?? []).map((field) => ({
      ...field,
      directives: (field.directives ?? []).map((directive) => this.#rewritten(type, field, directive)),
    }));
    return { ...type, fields };
  }

  withStandIns(document: DocumentNode): DocumentNode {
    const add = <Node extends RecordNode>(node: Node): Node => ({
      ...node,
      fields: [...(node.fields ?? []), ...(this.#added.get(node.name.value) ?? [])],
    });
    return visit(document, { ObjectTypeDefinition: add, InterfaceTypeDefinition: add });
  }

  #rewritten(
    type: RecordNode,
    field: FieldDefinitionNode,
    directive: ConstDirectiveNode,
  ): ConstDirectiveNode {
    const requires = textOf(directive, 'requires');
    if (directive.name.value !== 'join__field' || requires === null) return directive;
    const inputs = new Map<string, string>();
    const selectionSet = this.#fieldSet(type.name.value, readFieldSet(requires), inputs, '', '');
    const subgraph = this.#subgraphs.get(graphOf(directive)) ?? '';
    this.required.set(`${subgraph} ${type.name.value}.${field.name.value}`, inputs);
    const value = { kind: Kind.STRING, value: fieldSetText(selectionSet) } as const;
    const given = (directive.arguments ?? []).map((one) =>
      one.name.value === 'requires' ? { ...one, value } : one,
    );
    return { ...directive, arguments: given };
  }

  #fieldSet(
    type: string,
    { selections }: SelectionSetNode,
    inputs: Map<string, string>,
    path: string,
    plannedPath: string,
  ): SelectionSetNode {
    return {
      kind: Kind.SELECTION_SET,
      selections: selections.map((selection) => {
        if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
        if (selection.kind === Kind.INLINE_FRAGMENT) {
          const condition = selection.typeCondition?.name.value ?? type;
          const inner = this.#fieldSet(condition, selection.selectionSet, inputs, path, plannedPath);
          return { ...selection, selectionSet: inner };
        }
        const { name, arguments: given = [], selectionSet } = selection;
        const planned = given.length === 0 ? name.value : this.#standIn(type, name.value, given);
        const [inner, plannedInner] = [`${path}${name.value}`, `${plannedPath}${planned}`];
        inputs.set(inner, plannedInner);
        const below =
          selectionSet &&
          this.#fieldSet(
            this.#typeOf(type, name.value),
            selectionSet,
            inputs,
            `${inner}.`,
            `${plannedInner}.`,
          );
        return {
          kind: Kind.FIELD,
          name: { ...name, value: planned },
          ...(below ? { selectionSet: below } : {}),
        };
      }),
    };
  }

  #standIn(type: string, field: string, given: readonly ArgumentNode[]): string {
    const key = `${type}.${field}(${given.map(print).join()})`;
    const name = this.#known.get(key) ?? `${field}__with${this.#known.size + 1}`;
    if (this.#known.has(key)) return name;
    this.#known.set(key, name);
    this.standsFor.set(name, { field, arguments: given });
    for (const owner of this.#ownersOf(type)) this.#addTo(owner, field, name);
    return name;
  }

  /** The type, and of an interface those that implement it. */
  #ownersOf(type: string): string[] {
    const implementing = [...this.#types.values()].filter(({ interfaces = [] }) =>
      interfaces.some(({ name }) => name.value === type),
    );
    return [type, ...implementing.map(({ name }) => name.value)];
  }

  #addTo(type: string, field: string, name: string): void {
    const original = this.#types.get(type)?.fields?.find((one) => one.name.value === field);
    if (!original) return;
    const standIn = { ...original, name: { ...original.name, value: name }, arguments: [] };
    this.#added.set(type, [...(this.#added.get(type) ?? []), standIn]);
  }

  #typeOf(type: string, field: string): string {
    const found = this.#types.get(type)?.fields?.find(({ name }) => name.value === field);
    return found ? namedType(found.type) : '';
  }
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

const fieldSetText = (selectionSet: SelectionSetNode): string =>
  print(selectionSet)
    .replace(/^\{|\}$/g, '')
    .replace(/\s+/g, ' ')
    .trim();

import {
  type FieldNode,
  getNamedType,
  type GraphQLNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { responseNameOf } from '../inner-names.ts';
import { isJsonObject, isList, type JsonObject, own } from '../json-object.ts';
import type { ResponsePath } from '../plan/response-path.ts';
import { applies, isIncluded, type RecordType, type Selecting } from '../shape/collect-fields.ts';
import { labelOf } from './without-defers.ts';

/** An object of the answer that a deferred part adds fields to. */
export interface Place {
  readonly type: RecordType;
  readonly path: ResponsePath;
  /** What the subgraphs answered there. */
  readonly source: JsonObject;
  /** What the client was sent there. */
  readonly sent: JsonObject;
}

/** By label. */
export type Places = Map<string, Place[]>;

/** Where the parts directly within a part are: only where the client was sent an object. */
export function findPlaces(
  selecting: Selecting,
  place: Place,
  selectionSet: SelectionSetNode,
  found: Places,
): void {
  new PlaceFinder(selecting, found).look(place, selectionSet);
}

class PlaceFinder {
  readonly #selecting: Selecting;
  readonly #found: Places;

  constructor(selecting: Selecting, found: Places) {
    this.#selecting = selecting;
    this.#found = found;
  }

  look(place: Place, { selections }: SelectionSetNode): void {
    for (const selection of selections)
      if (leadsToPart(selection) && isIncluded(selection.directives, this.#selecting.conditions))
        this.#lookInto(place, selection);
  }

  #lookInto(place: Place, selection: SelectionNode): void {
    if (selection.kind === Kind.FIELD) return this.#lookBelow(place, selection);
    if (selection.kind === Kind.FRAGMENT_SPREAD) return; // there is none: they are spread
    const condition = selection.typeCondition?.name.value;
    if (condition !== undefined && !applies(this.#selecting.schema, condition, place.type)) return;
    const label = labelOf(selection);
    if (label === null) this.look(place, selection.selectionSet);
    else this.#add(label, place);
  }

  /** A list may have any number of places. */
  #add(label: string, place: Place): void {
    const places = this.#found.get(label);
    if (places) places.push(place);
    else this.#found.set(label, [place]);
  }

  #lookBelow({ type, path, source, sent }: Place, { alias, name, selectionSet }: FieldNode): void {
    const field = type.getFields()[name.value];
    if (!field || !selectionSet) return;
    const key = (alias ?? name).value;
    const responseName = responseNameOf(key);
    const below = { type: getNamedType(field.type), path: [...path, responseName] };
    this.#lookAt(below, own(source, key), own(sent, responseName), selectionSet);
  }

  #lookAt(
    { type, path }: { readonly type: GraphQLNamedType; readonly path: ResponsePath },
    source: unknown,
    sent: unknown,
    selectionSet: SelectionSetNode,
  ): void {
    if (isList(source) && isList(sent))
      for (const [index, element] of source.entries())
        this.#lookAt({ type, path: [...path, index] }, element, sent[index], selectionSet);
    if (!isJsonObject(source) || !isJsonObject(sent)) return;
    const actual = this.#typeOf(type, source);
    if (actual) this.look({ type: actual, path, source, sent }, selectionSet);
  }

  /** Of an object that was sent: it has been found to be of a type that it may have. */
  #typeOf(declared: GraphQLNamedType, { __typename: said }: JsonObject): RecordType | null {
    const told = isAbstractType(declared) ? this.#selecting.schema.getType(String(said)) : declared;
    const type = told ?? declared;
    return isObjectType(type) || isInterfaceType(type) ? type : null;
  }
}

const leading = new WeakMap<SelectionNode, boolean>();

/** Most of a document does not, and is not walked through for each element of a list. */
function leadsToPart(selection: SelectionNode): boolean {
  const known = leading.get(selection);
  if (known !== undefined) return known;
  const isPart = selection.kind === Kind.INLINE_FRAGMENT && labelOf(selection) !== null;
  const inner = 'selectionSet' in selection ? (selection.selectionSet?.selections ?? []) : [];
  const leads = isPart || inner.some(leadsToPart);
  leading.set(selection, leads);
  return leads;
}

import { GraphQLError } from 'graphql';
import { copyObject, type JsonObject } from '../json-object.ts';
import type { ResponsePath } from '../plan/response-path.ts';
import type { WhoAnswers } from '../plan/who-answers.ts';
import { byWhom, faultsIn } from '../prepared-operation.ts';
import type { Shaped } from '../shape/compile-shape.ts';
import type { DeferredPlan } from './deferred-plan.ts';
import type { DeferredExecution, Delivery, Patch } from './delivery.ts';
import { findPlaces, type Place } from './find-places.ts';
import type { Defer } from './label-defers.ts';
import type { Part } from './part.ts';
import type { PartShapes } from './part-shapes.ts';
import { PartFetches } from './part-fetches.ts';
import { noteSent, settleObject } from './sent-answer.ts';
import { errorsAt, isWithin } from './share-errors.ts';

/** What is known of an operation before it is run. */
export interface Parted {
  readonly defers: ReadonlyMap<string, Defer>;
  readonly plan: DeferredPlan;
  readonly primary: Part;
  readonly whoAnswers: WhoAnswers;
}

/** One execution: parts are sent in the order in which they are there, each after the one that it is in. */
export class DeferredRun {
  readonly #operation: Parted;
  readonly #shapes: PartShapes;
  readonly #data: JsonObject;
  readonly #fetches: PartFetches;
  /** Parts whose places are known, and not sent. */
  readonly #open = new Map<Part, Place[]>();
  /** Errors about what comes later, fetched with what came before. */
  #early: readonly GraphQLError[] = [];

  constructor(operation: Parted, execution: DeferredExecution, shapes: PartShapes) {
    const { variables, ask, hasLeft } = execution;
    const { plan, primary } = operation;
    this.#operation = operation;
    this.#shapes = shapes;
    this.#data = shapes.introspect(variables);
    const { conditions } = shapes.selecting;
    this.#fetches = new PartFetches({ data: this.#data, variables, conditions, ask, hasLeft }, plan, primary);
  }

  async *deliver(): AsyncGenerator<Delivery, void, void> {
    const { primary } = this.#operation;
    await this.#fetches.of(primary).finished;
    yield this.#initial(primary);
    while (this.#open.size > 0) {
      const parts = [...this.#open.keys()];
      await Promise.race(parts.map((part) => this.#fetches.of(part).finished));
      const patches = this.#patches();
      yield { kind: 'patches', patches, hasNext: this.#open.size > 0 };
    }
  }

  #initial(primary: Part): Delivery {
    const source = this.#data;
    const type = this.#shapes.root;
    const shaped = this.#shapes.shapeOf(primary, type)(source);
    const place: Place = { type, path: [], source, sent: copyObject(shaped.data ?? {}) };
    if (shaped.data) this.#openWithin(primary, place);
    const { here, elsewhere } = errorsAt(this.#fetches.of(primary).errors, [], shaped.data);
    const errors = [...here, ...this.#notEarly(elsewhere)];
    const violations = byWhom(shaped.violations, this.#operation.whoAnswers);
    const answer = { data: shaped.data, errors: errorsOf(shaped, errors, []), violations };
    return { kind: 'initial', answer, hasNext: this.#open.size > 0 };
  }

  /** Of all parts that are there; of those within them too. */
  #patches(): Patch[] {
    const patches: Patch[] = [];
    for (let part = this.#next(); part; part = this.#next()) patches.push(...this.#patchesOf(part));
    return patches;
  }

  /** The part that was there first. */
  #next(): Part | undefined {
    const turnOf = (part: Part) => this.#fetches.of(part).turn;
    return [...this.#open.keys()]
      .filter((part) => turnOf(part) !== null)
      .toSorted((one, other) => Number(turnOf(one)) - Number(turnOf(other)))[0];
  }

  #patchesOf(part: Part): Patch[] {
    const places = this.#open.get(part) ?? [];
    this.#open.delete(part);
    let errors: readonly GraphQLError[] = [...this.#fetches.of(part).errors, ...this.#early];
    const shaped = places.map((place) => {
      const { data, violations } = this.#shapes.shapeOf(part, place.type)(place.source);
      const { here, elsewhere } = errorsAt(errors, place.path, data);
      errors = elsewhere;
      return { place, data: data && this.#send(part, place, data), violations, here };
    });
    const rest = this.#notEarly(errors);
    return shaped.map(({ place: { path }, data, violations, here }, index) => {
      const others = rest.filter((error) => isAbout(error, path, index));
      const told = errorsOf({ data, violations }, [...here, ...others], path);
      const placed = violations.map((one) => ({ ...one, path: [...path, ...one.path] }));
      const named = byWhom(placed, this.#operation.whoAnswers);
      return { defer: this.#deferOf(part), path, data, errors: told, violations: named };
    });
  }

  /** What is sent of a part's answer, which then is where the parts within it are. */
  #send(part: Part, place: Place, data: JsonObject): JsonObject {
    const settled = settleObject(place.sent, data);
    noteSent(place.sent, settled);
    this.#openWithin(part, place);
    return settled;
  }

  /** A part without a place in what was sent is not sent, nor is what is in it. */
  #openWithin(part: Part, place: Place): void {
    const found = new Map<string, Place[]>();
    findPlaces(this.#shapes.selecting, place, part.selectionSet, found);
    for (const inner of part.parts) {
      const places = found.get(inner.label ?? '');
      const known = this.#open.get(inner);
      if (known) for (const one of places ?? []) known.push(one);
      else if (places) this.#open.set(inner, places);
    }
  }

  /** Keeps errors about what comes later; the others are of now. */
  #notEarly(errors: readonly GraphQLError[]): GraphQLError[] {
    const later = [...this.#open.values()].flat().map(({ path }) => path);
    const isEarly = ({ path }: GraphQLError) => later.some((place) => isWithin(path ?? undefined, place));
    this.#early = errors.filter(isEarly);
    return errors.filter((error) => !isEarly(error));
  }

  #deferOf({ label }: Part): Patch['defer'] {
    const defer = this.#operation.defers.get(label ?? '');
    if (!defer) throw new TypeError('a part that nobody deferred');
    return defer;
  }
}

/** Errors are about inputs too, which nobody asked for; those about places that were not sent are of no use. */
const isAbout = ({ path }: GraphQLError, place: ResponsePath, index: number): boolean =>
  path === undefined ? index === 0 : isWithin(path, place);

/** The subgraphs' own; where there are none, what they answered against their schema. */
function errorsOf(
  { data, violations }: Shaped,
  errors: readonly GraphQLError[],
  place: ResponsePath,
): readonly GraphQLError[] {
  if (errors.length > 0) return errors;
  const told = faultsIn(violations, place);
  if (data !== null || told.length > 0) return told;
  const path = place.length > 0 ? { path: place } : {};
  return [new GraphQLError('A value that may not be missing is.', path)];
}

import type { JsonObject } from '../json-object.ts';
import type { FetchStep } from './compiled-plan.ts';
import type { Contexts, ReadContexts } from './contexts.ts';
import { locate, locateWithin, placesOf } from './locate.ts';
import type { Represent } from './represent.ts';
import type { ResponsePath } from './response-path.ts';

/** What is asked about, each once, and whom the answers are for. */
export interface GatheredEntities {
  readonly representations: readonly JsonObject[];
  /** For each representation and each path of the fetch, the objects that it stands for. */
  readonly targets: readonly (readonly JsonObject[][])[];
  /** For each representation what it is told from its contexts: the same object for the same values. */
  readonly contexts: readonly Contexts[];
  /** For each representation, where its objects are. */
  readonly places: (root: JsonObject) => ResponsePath[][];
}

/** Equal entities are asked for once: of 80 authors of reviews, 20 are different. */
export function gatherEntities(root: JsonObject, step: FetchStep, represent: Represent): GatheredEntities {
  const gathering = new Gathering(step, represent);
  for (const [turn, path] of step.paths.entries())
    if (step.readContexts)
      for (const ancestors of locateWithin(root, path))
        gathering.addWithin(ancestors, turn, step.readContexts);
    else for (const entity of locate(root, path)) gathering.add(entity, turn);
  const { representations, targets, contexts } = gathering;
  return {
    representations,
    targets,
    contexts,
    places: (data) => placesByRepresentation(data, step, targets),
  };
}

/** What is told, and where representations with nothing but it lead. */
interface Within {
  readonly contexts: Contexts;
  readonly start: Place;
}

class Gathering {
  readonly representations: JsonObject[] = [];
  readonly targets: JsonObject[][][] = [];
  readonly contexts: Contexts[] = [];
  readonly #step: FetchStep;
  readonly #represent: Represent;
  readonly #start = new Place();
  readonly #within = new Map<string, Within>();

  constructor(step: FetchStep, represent: Represent) {
    this.#step = step;
    this.#represent = represent;
  }

  add(entity: JsonObject, turn: number, within: Within | null = null): void {
    const representation = this.#represent(entity);
    if (!representation) return;
    const place = placeOf(representation, within?.start ?? this.#start);
    const index = (place.index ??= this.#open(representation, within));
    if (index !== notAsked) this.targets[index]?.[turn]?.push(entity);
  }

  /** Equal entities in different contexts are different questions. */
  addWithin(ancestors: readonly JsonObject[], turn: number, read: ReadContexts): void {
    const [entity] = ancestors;
    const contexts = read(ancestors);
    if (!entity) return;
    const key = JSON.stringify(contexts);
    const within = this.#within.get(key) ?? { contexts, start: new Place() };
    this.#within.set(key, within);
    this.add(entity, turn, within);
  }

  #open(representation: JsonObject, within: Within | null): number {
    this.#step.rewriteInput?.(representation);
    if (!this.#step.identifies(representation)) return notAsked;
    this.targets.push(this.#step.paths.map(() => []));
    if (within) this.contexts.push(within.contexts);
    return this.representations.push(representation) - 1;
  }
}

/** The index of what nobody could be found by. */
const notAsked = -1;

/** Where keys and values lead, one after the other: those of equal representations to the same place. */
class Place {
  /** Among the representations; null until one has come here. */
  index: number | null = null;
  #next: Map<unknown, Place> | null = null;

  go(to: unknown): Place {
    this.#next ??= new Map();
    const known = this.#next.get(to);
    if (known) return known;
    const place = new Place();
    this.#next.set(to, place);
    return place;
  }
}

const asText = Symbol('an object or a list, by its JSON');

function placeOf(representation: JsonObject, start: Place): Place {
  let place = start;
  for (const key of Object.keys(representation)) {
    const value = representation[key];
    const isSimple = typeof value !== 'object' || value === null;
    place = isSimple ? place.go(key).go(value) : place.go(key).go(asText).go(JSON.stringify(value));
  }
  return place;
}

function placesByRepresentation(
  root: JsonObject,
  { paths }: FetchStep,
  targets: GatheredEntities['targets'],
): ResponsePath[][] {
  const places = paths.map((path) => placesOf(root, path));
  return targets.map((groups) =>
    groups.flatMap((group, turn) => group.flatMap((entity) => places[turn]?.get(entity) ?? [])),
  );
}

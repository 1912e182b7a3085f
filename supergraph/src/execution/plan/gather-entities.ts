import type { JsonObject } from '../json-object.ts';
import type { FetchStep } from './compiled-plan.ts';
import { locate, placesOf } from './locate.ts';
import type { Represent } from './represent.ts';
import type { ResponsePath } from './response-path.ts';

/** What is asked about, each once, and whom the answers are for. */
export interface GatheredEntities {
  readonly representations: readonly JsonObject[];
  /** For each representation and each path of the fetch, the objects that it stands for. */
  readonly targets: readonly (readonly JsonObject[][])[];
  /** For each representation, where its objects are. */
  readonly places: (root: JsonObject) => ResponsePath[][];
}

/** Equal entities are asked for once: of 80 authors of reviews, 20 are different. */
export function gatherEntities(root: JsonObject, step: FetchStep, represent: Represent): GatheredEntities {
  const gathering = new Gathering(step, represent);
  for (const [turn, path] of step.paths.entries())
    for (const entity of locate(root, path)) gathering.add(entity, turn);
  const { representations, targets } = gathering;
  return { representations, targets, places: (data) => placesByRepresentation(data, step, targets) };
}

class Gathering {
  readonly representations: JsonObject[] = [];
  readonly targets: JsonObject[][][] = [];
  readonly #step: FetchStep;
  readonly #represent: Represent;
  readonly #indexByText = new Map<string, number | null>();

  constructor(step: FetchStep, represent: Represent) {
    this.#step = step;
    this.#represent = represent;
  }

  add(entity: JsonObject, turn: number): void {
    const representation = this.#represent(entity);
    if (!representation) return;
    const text = identityOf(representation);
    const known = this.#indexByText.get(text);
    const index = known === undefined ? this.#open(text, representation) : known;
    if (index !== null) this.targets[index]?.[turn]?.push(entity);
  }

  /** Null where nobody could be found by it. */
  #open(text: string, representation: JsonObject): number | null {
    this.#step.rewriteInput?.(representation);
    const isAsked = this.#step.identifies(representation);
    const index = isAsked ? this.representations.push(representation) - 1 : null;
    if (isAsked) this.targets.push(this.#step.paths.map(() => []));
    this.#indexByText.set(text, index);
    return index;
  }
}

/** Equal for equal ones. Keys are mostly texts, which need not be escaped when their lengths are told. */
function identityOf(representation: JsonObject): string {
  let identity = '';
  for (const key in representation) {
    const value = representation[key];
    if (typeof value !== 'string') return JSON.stringify(representation);
    identity += `${key} ${value.length} ${value}`;
  }
  return identity;
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

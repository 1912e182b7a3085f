import { Kind, parse, type SelectionNode, type SelectionSetNode } from 'graphql';
import { responseNameOf } from '../inner-names.ts';
import type { FetchStep, Step } from './compiled-plan.ts';
import type { PathStep, ResponsePath } from './response-path.ts';

/** Tells whom a plan asks for what; looked up only where something was answered wrongly. */
export class WhoAnswers {
  readonly #steps: readonly (Step | null)[];
  #fetches: readonly FetchStep[] | undefined;
  readonly #asked = new Map<FetchStep, SelectionSetNode | null>();

  /** @param steps - of one operation, in the order in which their answers are merged */
  constructor(steps: readonly (Step | null)[]) {
    this.#steps = steps;
  }

  /**
   * The subgraph that was asked last for what is there: what it answers is what counts.
   *
   * @param path - of the client's answer
   * @returns null where no subgraph was
   */
  at(path: ResponsePath): string | null {
    this.#fetches ??= this.#steps.flatMap((step) => (step ? fetchesIn(step) : []));
    return this.#fetches.findLast((fetch) => this.#isAsked(fetch, path))?.request.subgraph ?? null;
  }

  #isAsked(fetch: FetchStep, path: ResponsePath): boolean {
    const places = fetch.paths.length > 0 ? fetch.paths : [[]];
    return places.some((place) => {
      const below = pathBelow(place, path);
      const set = below && this.#setOf(fetch);
      return set ? isSelected(fetch, [set], below) : false;
    });
  }

  #setOf(fetch: FetchStep): SelectionSetNode | null {
    const known = this.#asked.get(fetch);
    const set = known === undefined ? readSet(fetch) : known;
    this.#asked.set(fetch, set);
    return set;
  }
}

function fetchesIn(step: Step): FetchStep[] {
  if (step.kind === 'Fetch') return [step];
  if (step.kind === 'Awaited') return fetchesIn(step.step);
  const steps = step.kind === 'Condition' ? [step.ifTrue, step.ifFalse] : step.steps;
  return steps.flatMap((one) => (one ? fetchesIn(one) : []));
}

/** What of a path is below a place of the plan, without places in lists; null: it is elsewhere, or the place itself. */
function pathBelow(place: readonly PathStep[], path: ResponsePath): string[] | null {
  let at = 0;
  for (const { field } of place) {
    const key = path[at];
    const fits = field === null ? typeof key === 'number' : key === responseNameOf(field);
    if (!fits) return null;
    at += 1;
  }
  const below = path.slice(at).filter((key) => typeof key === 'string');
  return below.length > 0 ? below : null;
}

/** Of the root, or of the entities. */
function readSet({ request, represent }: FetchStep): SelectionSetNode | null {
  const [operation] = parse(request.query, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return null;
  const { selectionSet } = operation;
  if (!represent) return selectionSet;
  const [entities] = selectionSet.selections;
  return entities?.kind === Kind.FIELD ? (entities.selectionSet ?? null) : null;
}

function isSelected(fetch: FetchStep, sets: readonly SelectionSetNode[], path: readonly string[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return true;
  const fields = sets
    .flatMap(({ selections }) => selections.flatMap(fieldsOf))
    .filter(({ alias, name }) => fetch.nameInAnswer((alias ?? name).value) === key);
  const below = fields.flatMap(({ selectionSet }) => selectionSet ?? []);
  return fields.length > 0 && (rest.length === 0 || isSelected(fetch, below, rest));
}

/** Whatever their type: an answer has one, and the planner asks each for its fields. */
function fieldsOf(selection: SelectionNode): Extract<SelectionNode, { kind: Kind.FIELD }>[] {
  if (selection.kind === Kind.FIELD) return [selection];
  if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
  return selection.selectionSet.selections.flatMap(fieldsOf);
}

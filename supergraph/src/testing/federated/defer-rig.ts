import type { DocumentNode } from 'graphql';
import { decideConditions } from '../../execution/decide-conditions.ts';
import type { compileDeferredPlan } from '../../execution/defer/deferred-plan.ts';
import type { DeferredOperation } from '../../execution/defer/deferred-operation.ts';
import type { Answered, Delivery } from '../../execution/defer/delivery.ts';
import type { labelDefers } from '../../execution/defer/label-defers.ts';
import { conditionValues, conditionVariables } from '../../execution/shape/condition-values.ts';
import { operationIn } from '../../graph/operation-in.ts';
import { noFaults } from './faults.ts';
import { mergeDeliveries } from './merge-deliveries.ts';
import { type Asked, type Compiler, Rig } from './rig.ts';
import { subgraphsOf } from './subgraphs-of.ts';
import type { World } from './world.ts';

/** With the parts that defer. */
export interface DeferCompiler extends Compiler {
  readonly labelDefers: typeof labelDefers;
  readonly compileDeferredPlan: typeof compileDeferredPlan;
  readonly DeferredOperation: typeof DeferredOperation;
}

/** A world whose answers come in parts. */
export class DeferRig {
  readonly rig: Rig;
  readonly #world: World;
  readonly #compiler: DeferCompiler;

  constructor(world: World, compiler: DeferCompiler) {
    this.rig = new Rig(world, compiler);
    this.#world = world;
    this.#compiler = compiler;
  }

  /** What a client has in the end; null: the planner cannot plan it in parts. */
  async merged(asked: Asked): Promise<Answered | null> {
    const deliveries = this.deliveries(asked);
    return deliveries && mergeDeliveries(deliveries);
  }

  deliveries({ text, variables, faults }: Asked): AsyncGenerator<Delivery, void, void> | null {
    const { supergraphSchema } = this.rig.preparer;
    const subgraphs = subgraphsOf(this.#world, supergraphSchema, faults);
    const deferred = this.#prepare(text, variables);
    if (!deferred) return null;
    return deferred.execute({
      variables,
      hasLeft: () => false,
      ask: ({ subgraph, query }, values) => {
        const ask = subgraphs.get(subgraph);
        if (!ask) throw new TypeError(`the world has no subgraph ${subgraph}`);
        return ask(query, values);
      },
    });
  }

  /** As `DeferredPlans` does. */
  #prepare(text: string, variables: Asked['variables']): DeferredOperation | null {
    const asked = this.rig.decided(this.rig.read(text), variables);
    return this.#plan(asked, variables) ?? this.#plan(decided(asked, variables), variables);
  }

  #plan(asked: DocumentNode, variables: Asked['variables']): DeferredOperation | null {
    const { planner, preparer } = this.rig;
    const { labelDefers, compileDeferredPlan, DeferredOperation } = this.#compiler;
    const labelled = labelDefers(asked, operationIn(asked, undefined), variables);
    const document = preparer.renamed(labelled.document);
    const planned = planner.planDeferred(document);
    if (!planned) return null;
    return new DeferredOperation({
      ...labelled,
      document,
      operation: operationIn(document, undefined),
      apiSchema: preparer.apiSchema,
      plan: compileDeferredPlan(preparer.context, planned.node),
    });
  }
}

function decided(document: DocumentNode, variables: Asked['variables']): DocumentNode {
  const conditions = conditionVariables(document, operationIn(document, undefined));
  return decideConditions(document, conditionValues(conditions, variables));
}

/** What came of one question: null is no difference. */
export interface PartsVerdict {
  readonly difference: object | null;
  /** False: the planner could not plan it in parts. */
  readonly isPlanned: boolean;
}

/**
 * Where the parts together are not what the whole is. Where a null went up in the whole, parts may keep what it
 * took with it; they never have less, nor another value.
 */
export async function judgeParts(parts: DeferRig, asked: Asked, deferred: string): Promise<PartsVerdict> {
  const calm = { ...asked, faults: noFaults };
  const [right, rightInParts] = [await parts.rig.ours(calm), await parts.merged({ ...calm, text: deferred })];
  const [wrong, wrongInParts] = [
    await parts.rig.ours(asked),
    await parts.merged({ ...asked, text: deferred }),
  ];
  if (!rightInParts || !wrongInParts) return { difference: null, isPlanned: false };
  const difference = differenceOf(right, rightInParts) ?? differenceOf(wrong, wrongInParts);
  return { difference, isPlanned: true };
}

function differenceOf(whole: Answered, inParts: Answered): object | null {
  const isRight = whole.errors.length === 0;
  const isSame = isRight
    ? sorted(whole.data) === sorted(inParts.data) && inParts.errors.length === 0
    : isContained(whole.data, inParts.data) && (inParts.errors.length > 0 || !hasLost(whole));
  return isSame ? null : { whole, inParts };
}

/** Whether an error is about a null. Others are about what nobody asked for: the plan of the whole did. */
const hasLost = ({ data, errors }: Answered): boolean =>
  errors.some(({ path }) => path === undefined || leadsToNull(data, path));

function leadsToNull(value: unknown, [key, ...rest]: readonly (string | number)[]): boolean {
  if (typeof value !== 'object' || value === null || key === undefined) return value === null;
  return leadsToNull(Reflect.get(value, key), rest);
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}

/** Whether everything of one value that is not null is in another one. */
function isContained(part: unknown, all: unknown): boolean {
  if (part === null || part === undefined) return true;
  if (typeof part !== 'object') return part === all;
  if (typeof all !== 'object' || all === null) return false;
  return Object.entries(part).every(([key, value]) => isContained(value, Reflect.get(all, key)));
}

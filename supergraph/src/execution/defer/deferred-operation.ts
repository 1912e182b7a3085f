import { type GraphQLSchema, OperationTypeNode } from 'graphql';
import { conditionValues, type ConditionVariables, conditionVariables } from '../shape/condition-values.ts';
import { WhoAnswers } from '../plan/who-answers.ts';
import { type DeferredPlan, stepsOf } from './deferred-plan.ts';
import { DeferredRun } from './deferred-run.ts';
import type { Defer, LabelledOperation } from './label-defers.ts';
import type { DeferredExecution, Delivery } from './delivery.ts';
import { type Part, partsOf } from './part.ts';
import { PartShapes } from './part-shapes.ts';

export interface DeferredOperationOptions extends LabelledOperation {
  /** What clients see: what is not in it is not in an answer. */
  readonly apiSchema: GraphQLSchema;
  readonly plan: DeferredPlan;
}

/** Choices of `@skip` and `@include` whose shapes are kept. */
const maxShapes = 32;

/** Runs one operation with deferred parts any number of times. */
export class DeferredOperation {
  readonly defers: ReadonlyMap<string, Defer>;
  readonly plan: DeferredPlan;
  readonly primary: Part;
  readonly isMutation: boolean;
  readonly whoAnswers: WhoAnswers;
  readonly #options: DeferredOperationOptions;
  readonly #conditions: ConditionVariables;
  readonly #shapes = new Map<string, PartShapes>();

  constructor(options: DeferredOperationOptions) {
    const { defers, plan, document, operation } = options;
    this.defers = defers;
    this.plan = plan;
    this.primary = partsOf(operation);
    this.isMutation = operation.operation === OperationTypeNode.MUTATION;
    this.whoAnswers = new WhoAnswers(stepsOf(plan));
    this.#options = options;
    this.#conditions = conditionVariables(document, operation);
  }

  execute(execution: DeferredExecution): AsyncGenerator<Delivery, void, void> {
    const conditions = conditionValues(this.#conditions, execution.variables);
    return new DeferredRun(this, execution, this.#shapesFor(conditions)).deliver();
  }

  #shapesFor(conditions: ReadonlyMap<string, boolean>): PartShapes {
    const key = [...conditions.values()].map(Number).join('');
    const { apiSchema, operation } = this.#options;
    const shapes = this.#shapes.get(key) ?? new PartShapes(apiSchema, operation, conditions);
    if (this.#shapes.size >= maxShapes) this.#shapes.clear();
    this.#shapes.set(key, shapes);
    return shapes;
  }
}

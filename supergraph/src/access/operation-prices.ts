import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { type CostRules, noCostRules } from '../limits/cost-rules.ts';
import { type Estimable, estimateCost } from '../limits/estimate-cost.ts';
import { refuseBeyond } from './refusal.ts';

/** What operations cost, and the most that one may. */
export interface OperationCosts {
  readonly rules: CostRules;
  readonly maxPoints: number;
}

/** The points of operations; where no variable can change them they are counted once. */
export class OperationPrices {
  readonly #schema: GraphQLSchema;
  readonly #costs: OperationCosts | undefined;
  readonly #known = new WeakMap<OperationDefinitionNode, number>();

  /** @param costs - absent: each may cost anything */
  constructor(schema: GraphQLSchema, costs: OperationCosts | undefined) {
    this.#schema = schema;
    this.#costs = costs;
  }

  /** @throws {Refusal} it costs more than one may */
  priceOf(estimable: Estimable): number {
    const costs = this.#costs;
    const points = this.#pointsOf(estimable);
    if (!costs || points <= costs.maxPoints) return points;
    throw refuseBeyond('cost', `The operation costs ${points} points; one may cost ${costs.maxPoints}.`);
  }

  #pointsOf(estimable: Estimable): number {
    const { operation } = estimable;
    const known = this.#known.get(operation);
    if (known !== undefined) return known;
    const points = estimateCost(this.#schema, this.#costs?.rules ?? noCostRules, estimable);
    if (!hasVariables(operation)) this.#known.set(operation, points);
    return points;
  }
}

export const hasVariables = ({ variableDefinitions = [] }: OperationDefinitionNode): boolean =>
  variableDefinitions.length > 0;

import type { PlanNode, SubscriptionNode } from '@apollo/query-planner';
import type { Soon } from '../execution/soon.ts';
import type { OverrideConditions } from '../graph/override-labels.ts';
import type { Demand } from './demand.ts';
import type { SupergraphFacts } from './supergraph-facts.ts';

/** An operation to plan; all of it can be sent to another thread. */
export interface PlanQuestion {
  /** The document, with inner names; see `rename-ambiguous.ts`. */
  readonly text: string;
  readonly operationName: string | undefined;
  readonly overrides: OverrideConditions;
  /** With the parts that come later as parts of their own; else `@defer` is as if it were not there. */
  readonly isInParts: boolean;
}

export interface Plan {
  /** Nothing: no subgraph is asked. */
  readonly node: PlanNode | SubscriptionNode | undefined;
  /** Of it as JSON. */
  readonly characters: number;
  /** For which it was thought about. */
  readonly seconds: number;
}

/** Plans the operations of one supergraph: here or in another thread. */
export interface Planning {
  readonly facts: SupergraphFacts;
  /**
   * @param demand - whose question it is: where several wait, everybody's turn comes; it is not planned for nobody
   * @returns null: it cannot be planned in parts
   * @throws {TooComplex} it is beyond the planner's limits
   * @throws {TookTooMuch} it took longer, or more memory, than a plan may
   * @throws {PlanningBusy} it was not its turn in time
   * @throws {PlanningFault} all else
   */
  ask(question: PlanQuestion, demand: Demand): Soon<Plan | null>;
  /** After the last question. */
  close(): Promise<void>;
}

/** @throws for what is no supergraph that can be served */
export type OpenPlanning = (supergraphSdl: string) => Promise<Planning>;

import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { type GraphQLSchema, parse } from 'graphql';
import { selectsPerViewer } from './per-viewer.ts';

/** Texts of requests by their subgraph. */
type Texts = ReadonlyMap<string, ReadonlySet<string>>;

export interface CommonRequests {
  readonly texts: Texts;
  /** Whether there are no others. */
  readonly isAll: boolean;
}

export interface CommonRules {
  readonly schema: GraphQLSchema;
  /** `Type.field` of every field that depends on who asks. */
  readonly perViewer: ReadonlySet<string>;
  /** Whether who passed the stream's guard may be told what a subgraph tells the service. */
  readonly isOpen: (subgraph: string) => boolean;
}

/**
 * Of a plan that begins with what is the same for everybody, the requests whose answers are so too: they select
 * nothing that depends on who asks, of a subgraph that stands by the stream's guard, and behind no others, of which
 * they could tell.
 */
export function commonRequests(
  plan: PlanNode | undefined,
  { schema, perViewer, isOpen }: CommonRules,
): CommonRequests {
  const found = new FoundRequests(
    ({ serviceName, operation }) =>
      isOpen(serviceName) && !selectsPerViewer(parse(operation, { noLocation: true }), schema, perViewer),
  );
  const isAll = plan ? found.visit(plan, true) : true;
  return { texts: found.common, isAll };
}

class FoundRequests {
  readonly #isSame: (fetch: FetchNode) => boolean;
  readonly #common = new Map<string, Set<string>>();
  /** A text that stands in both is in two places of the plan. */
  readonly #own = new Map<string, Set<string>>();

  /** @param isSame - whether its answer is the same for everybody, if what is before it is */
  constructor(isSame: (fetch: FetchNode) => boolean) {
    this.#isSame = isSame;
  }

  get common(): Texts {
    const texts = [...this.#common].map(([subgraph, queries]) => {
      const own = this.#own.get(subgraph);
      return [subgraph, new Set([...queries].filter((query) => own?.has(query) !== true))] as const;
    });
    return new Map(texts.filter(([, queries]) => queries.size > 0));
  }

  /**
   * @param isCommon - everything before it is the same for everybody
   * @returns whether everything up to its end is
   */
  visit(node: PlanNode, isCommon: boolean): boolean {
    switch (node.kind) {
      case 'Fetch':
        return this.#note(node, isCommon);
      case 'Flatten':
        return this.visit(node.node, isCommon);
      case 'Sequence':
        return node.nodes.reduce((soFar, child) => this.visit(child, soFar), isCommon);
      case 'Parallel':
        return node.nodes.map((child) => this.visit(child, isCommon)).every(Boolean);
      case 'Condition':
        return [node.ifClause, node.elseClause]
          .map((branch) => branch === undefined || this.visit(branch, isCommon))
          .every(Boolean);
      case 'Defer': // events come whole
        return false;
    }
  }

  #note(fetch: FetchNode, isCommon: boolean): boolean {
    const { serviceName, operation } = fetch;
    const isStillCommon = isCommon && this.#isSame(fetch);
    const texts = isStillCommon ? this.#common : this.#own;
    texts.set(serviceName, (texts.get(serviceName) ?? new Set()).add(operation));
    return isStillCommon;
  }
}

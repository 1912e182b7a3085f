import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { type GraphQLSchema, parse } from 'graphql';
import { selectsPerViewer } from './per-viewer.ts';

/** Texts of requests by their subgraph. */
type Texts = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Of a plan that begins with what is the same for everybody, the requests whose answers are so too: they select
 * nothing that depends on who asks, and nothing before them did, of which they could tell.
 */
export function commonRequests(
  plan: PlanNode | undefined,
  schema: GraphQLSchema,
  perViewer: ReadonlySet<string>,
): Texts {
  const found = new FoundRequests((query) =>
    selectsPerViewer(parse(query, { noLocation: true }), schema, perViewer),
  );
  if (plan) found.visit(plan, true);
  return found.common;
}

class FoundRequests {
  readonly #isPerViewer: (query: string) => boolean;
  readonly #common = new Map<string, Set<string>>();
  /** A text that stands in both is in two places of the plan. */
  readonly #own = new Map<string, Set<string>>();

  constructor(isPerViewer: (query: string) => boolean) {
    this.#isPerViewer = isPerViewer;
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

  #note({ serviceName, operation }: FetchNode, isCommon: boolean): boolean {
    const isStillCommon = isCommon && !this.#isPerViewer(operation);
    const texts = isStillCommon ? this.#common : this.#own;
    texts.set(serviceName, (texts.get(serviceName) ?? new Set()).add(operation));
    return isStillCommon;
  }
}

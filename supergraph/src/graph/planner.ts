import { operationFromDocument, type Schema, type Supergraph } from '@apollo/federation-internals';
import { type PlanNode, type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import { type DocumentNode, type GraphQLSchema, Kind, print } from 'graphql';
import { splitParts } from '../execution/defer/split-parts.ts';
import { withoutDefers } from '../execution/defer/without-defers.ts';
import { keepSelected } from '../execution/keep-selected.ts';
import { schemaOf, type SupergraphFacts } from '../planning/supergraph-facts.ts';
import { buildSupergraph } from './build-supergraph.ts';
import { narrowAbstract } from './narrow-abstract.ts';
import { operationIn, type PlannableOperation } from './operation-in.ts';
import type { OverrideConditions } from './override-labels.ts';
import { plannedNames } from './planned-names.ts';
import { plannerConfig } from './planner-limits.ts';
import { plannerSupergraph } from './planner-supergraph.ts';

/** Fields are where they were. */
const noOverrides: OverrideConditions = new Map();

/**
 * The stock planner, and what it is told so that its plans are right. Takes long and much memory: where clients are
 * served it runs in a thread of its own, see `planning/`.
 */
export class Planner {
  readonly facts: SupergraphFacts;
  readonly #internalApiSchema: Schema;
  readonly #planner: QueryPlanner;
  readonly #hasContexts: boolean;
  #apiSchema: GraphQLSchema | undefined;

  constructor(supergraphSdl: string) {
    const supergraph = buildSupergraph(supergraphSdl);
    const { sdl, standIns, keys } = plannerSupergraph(supergraphSdl);
    this.facts = { ...factsOf(supergraph), standIns, keys, plannedNames: plannedNames(sdl) };
    // Validated as it was given; with stand-ins some `@external` are of no use.
    const planned = buildSupergraph(sdl, { isValid: true });
    this.#internalApiSchema = planned.apiSchema();
    this.#planner = new QueryPlanner(planned, plannerConfig);
    this.#hasContexts = sdl.includes('contextArguments: [{');
  }

  /**
   * @param operation - with inner names, see `rename-ambiguous.ts`
   * @throws an operation that is beyond the planner's limits, see `planner-limits.ts`
   */
  plan(
    { document, operationName }: PlannableOperation,
    overrides: OverrideConditions = noOverrides,
  ): QueryPlan {
    return this.#planAsIs({ document: withoutDefers(document), operationName }, overrides);
  }

  /**
   * The same with parts that come later. The planner gives up on some operations with parts; then it is asked for them
   * in pieces.
   *
   * @param document - with inner names and one operation
   * @returns null: what it refuses even so, or for its limits, is planned as a whole
   */
  planDeferred(
    document: DocumentNode,
    overrides: OverrideConditions = noOverrides,
  ): { readonly node: PlanNode | undefined } | null {
    return (
      this.#tryToPlan(() => document, overrides) ?? this.#tryToPlan(() => this.#split(document), overrides)
    );
  }

  #split(document: DocumentNode): DocumentNode {
    const operation = splitParts(this.#schema(), operationIn(document, undefined));
    return { kind: Kind.DOCUMENT, definitions: [operation] };
  }

  #tryToPlan(
    documentOf: () => DocumentNode,
    overrides: OverrideConditions,
  ): { readonly node: PlanNode | undefined } | null {
    try {
      const { node } = this.#planAsIs({ document: documentOf(), operationName: undefined }, overrides);
      return node?.kind === 'Subscription' ? null : { node };
    } catch {
      return null;
    }
  }

  #planAsIs(operation: PlannableOperation, overrides: OverrideConditions): QueryPlan {
    try {
      return this.#build(operation, overrides);
    } catch (error) {
      if (!this.#hasContexts || !isWithoutWay(error)) throw error;
      const document = narrowAbstract(this.#schema(), operation.document);
      return this.#build({ ...operation, document }, overrides);
    }
  }

  #build({ document, operationName }: PlannableOperation, overrides: OverrideConditions): QueryPlan {
    const options = operationName ? { operationName } : {};
    const operation = operationFromDocument(this.#internalApiSchema, keepSelected(document), options);
    return this.#planner.buildQueryPlan(operation, { overrideConditions: new Map(overrides) });
  }

  /** What clients see; most operations are planned without it. */
  #schema(): GraphQLSchema {
    return (this.#apiSchema ??= schemaOf(this.facts.apiSdl));
  }
}

/** The planner's words where nothing leads to a field. */
const isWithoutWay = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('Was not able to find any options for ');

function factsOf(supergraph: Supergraph): Pick<SupergraphFacts, 'apiSdl' | 'wholeSdl' | 'subgraphs'> {
  const api = supergraph.apiSchema();
  return {
    apiSdl: [print(api.toAST()), print(api.deferDirective().toAST())].join('\n'),
    wholeSdl: print(supergraph.schema.toAST()),
    subgraphs: [...supergraph.subgraphsMetadata()].map(({ name }) => name),
  };
}

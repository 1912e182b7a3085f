import type { PlanNode } from '@apollo/query-planner';
import { type DocumentNode, type ExecutionResult, parse, validate } from 'graphql';
import { decideConditions, neverEmpty } from '../../execution/decide-conditions.ts';
import type { PlanContext, planContext } from '../../execution/plan/plan-context.ts';
import type { AskSubgraph } from '../../execution/plan/plan-run.ts';
import type { prepareOperation } from '../../execution/prepare-operation.ts';
import type { ExecutedOperation, PreparedOperation } from '../../execution/prepared-operation.ts';
import { DecidedOperations } from '../../access/decided-operations.ts';
import { operationIn } from '../../graph/operation-in.ts';
import { Planner } from '../../graph/planner.ts';
import { Preparer } from '../../graph/preparer.ts';
import { composeWorld } from './compose-world.ts';
import type { Faults } from './faults.ts';
import { StockExecutor } from './stock-executor.ts';
import { type AskWorld, subgraphsOf } from './subgraphs-of.ts';
import { askWhole } from './whole-of.ts';
import type { Arguments, World } from './world.ts';

/** The parts of the executor that a test may put other ones in place of. */
export interface Compiler {
  readonly prepareOperation: typeof prepareOperation;
  readonly planContext: typeof planContext;
}

/** A question to a world, and how its subgraphs go wrong. */
export interface Asked {
  readonly text: string;
  readonly variables: Arguments;
  readonly faults: Faults;
}

type AskSubgraphObserver = (...asked: Parameters<AskSubgraph>) => void;

/** A world behind our executor, behind the stock one, and as one server. */
export class Rig {
  readonly planner: Planner;
  readonly preparer: Preparer;
  readonly #world: World;
  readonly #supergraphSdl: string;
  #stock: StockExecutor | null = null;
  readonly #compiler: Compiler;
  readonly #context: PlanContext;
  readonly #decided: DecidedOperations | null;

  constructor(world: World, compiler: Compiler) {
    const supergraphSdl = composeWorld(world);
    this.planner = new Planner(supergraphSdl);
    this.preparer = new Preparer(this.planner.facts);
    this.#world = world;
    this.#supergraphSdl = supergraphSdl;
    this.#compiler = compiler;
    this.#decided = DecidedOperations.of(supergraphSdl);
    const { schema, standIns, keys } = this.preparer.context;
    this.#context = compiler.planContext(schema, standIns, keys);
  }

  /** @throws when the question is no valid one */
  read(text: string): DocumentNode {
    const document = parse(text, { noLocation: true });
    const [error] = validate(this.preparer.apiSchema, document);
    if (error) throw error;
    return document;
  }

  /** @param onAsk - told of each question to a subgraph */
  async ours({ text, variables, faults }: Asked, onAsk?: AskSubgraphObserver): Promise<ExecutedOperation> {
    const prepared = this.#prepare(this.decided(this.read(text), variables));
    const subgraphs = this.#subgraphs(faults);
    return prepared.execute({
      variables,
      ask: (request, values) => {
        onAsk?.(request, values);
        return askOf(subgraphs, request.subgraph)(request.query, values);
      },
    });
  }

  /**
   * Without what is written out not to be asked: the stock executor asks for it all the same, and tells how it failed.
   *
   * @throws for a supergraph that the stock executor does not load, e.g. with `@fromContext`
   */
  async stock({ text, variables, faults }: Asked): Promise<ExecutionResult> {
    this.#stock ??= new StockExecutor(this.#supergraphSdl);
    const document = neverEmpty(decideConditions(this.read(text)));
    return this.#stock.execute(document, variables, this.#subgraphs(faults));
  }

  /** Faults of entities are not its own: it has none. */
  whole({ text, variables, faults }: Asked): Promise<ExecutionResult> {
    return askWhole(this.#world, this.preparer.apiSchema, this.read(text), variables, faults);
  }

  /** What the planner is given of a question, with its conditions decided where they must be. */
  decided(document: DocumentNode, variables: Arguments): DocumentNode {
    const whole = { document, operation: operationIn(document, undefined) };
    return this.#decided?.decide(whole, whole, variables)?.document ?? document;
  }

  #prepare(asked: DocumentNode): PreparedOperation {
    const document = this.preparer.renamed(asked);
    const operation = operationIn(document, undefined);
    const { apiSchema } = this.preparer;
    const planned = { apiSchema, document, operation, node: this.#plan(document), primary: null };
    return this.#compiler.prepareOperation(this.#context, planned);
  }

  #plan(document: DocumentNode): PlanNode | undefined {
    const { node } = this.planner.plan({ document, operationName: undefined });
    if (node?.kind === 'Subscription') throw new TypeError('a world has no subscriptions');
    return node;
  }

  #subgraphs(faults: Faults): ReadonlyMap<string, AskWorld> {
    return subgraphsOf(this.#world, this.preparer.supergraphSchema, faults);
  }
}

function askOf(subgraphs: ReadonlyMap<string, AskWorld>, name: string): AskWorld {
  const ask = subgraphs.get(name);
  if (!ask) throw new TypeError(`the world has no subgraph ${name}`);
  return ask;
}

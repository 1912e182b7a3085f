import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { GraphQLError, type GraphQLSchema, Kind } from 'graphql';
import { responseNameOf } from './inner-names.ts';
import { copyObject, type JsonObject } from './json-object.ts';
import type { NameInAnswer } from './plan/answer-names.ts';
import type { Step } from './plan/compiled-plan.ts';
import type { AskSubgraph, PlanRun } from './plan/plan-run.ts';
import type { ResponsePath } from './plan/response-path.ts';
import { runPlan } from './plan/run-plan.ts';
import { WhoAnswers } from './plan/who-answers.ts';
import { placeRootErrors } from './plan/place-errors.ts';
import type { Rewrite } from './plan/rewrite.ts';
import { conditionValues, type ConditionVariables, conditionVariables } from './shape/condition-values.ts';
import type { Selecting } from './shape/collect-fields.ts';
import { compileIntrospection, type Introspect } from './shape/introspect.ts';
import { compileShape, type Shape } from './shape/compile-shape.ts';
import { unanswered, type Violation } from './shape/completion.ts';

type Variables = Readonly<Record<string, unknown>>;

/** An operation, planned and compiled: everything that does not depend on a request. */
export interface PreparedOperationOptions {
  /** What clients see: what is not in it is not in an answer. */
  readonly apiSchema: GraphQLSchema;
  /** With inner names. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Null: no subgraph is asked. */
  readonly step: Step | null;
  /** For what an event brings; null: nothing to rewrite. */
  readonly rewriteInitial?: Rewrite | null;
  /** What clients call what an event brings; absent: nothing of it is renamed. */
  readonly nameInEvent?: NameInAnswer;
}

/** What begins an execution that does not begin with a question: an event of a subgraph. */
export interface InitialData {
  readonly subgraph: string;
  readonly data: JsonObject | null;
  readonly errors: readonly GraphQLError[];
}

export interface Execution {
  /** As the client gave them. */
  readonly variables: Variables;
  readonly ask: AskSubgraph;
  readonly initial?: InitialData;
  /** Absent: somebody waits for the answer to its end. */
  readonly hasLeft?: () => boolean;
}

export interface ExecutedOperation {
  readonly data: JsonObject | null;
  /** The subgraphs' own, not yet masked; where there are none, what they answered against their schema. */
  readonly errors: readonly GraphQLError[];
  /** What was missing or wrong in what they answered, whether the client is told or not. */
  readonly violations: readonly Violation[];
}

/** Shapes of one operation that are kept: one for each choice of its `@skip` and `@include`. */
const maxShapes = 32;
/** Of one answer; a list may hold any number of wrong values. */
const maxViolations = 20;

interface CompiledShape {
  readonly shape: Shape;
  readonly introspect: Introspect | null;
}

/** Runs one operation any number of times. */
export class PreparedOperation {
  readonly #options: PreparedOperationOptions;
  readonly #fragments: Selecting['fragments'];
  readonly #conditions: ConditionVariables;
  readonly #whoAnswers: WhoAnswers;
  readonly #shapes = new Map<string, CompiledShape>();

  constructor(options: PreparedOperationOptions) {
    const { document, operation } = options;
    this.#options = options;
    this.#whoAnswers = new WhoAnswers([options.step]);
    this.#conditions = conditionVariables(document, operation);
    const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  async execute({ variables, ask, initial, hasLeft = neverLeft }: Execution): Promise<ExecutedOperation> {
    const { step } = this.#options;
    const conditions = conditionValues(this.#conditions, variables);
    const { shape, introspect } = this.#shapeFor(conditions);
    const run: PlanRun = {
      data: this.#beginning(initial),
      errors: initial ? this.#errorsOf(initial) : [],
      variables,
      conditions,
      ask,
      hasLeft,
    };
    if (step) await runPlan(run, step);
    if (introspect) Object.assign(run.data, introspect(variables));
    const { data, violations: found } = shape(run.data);
    const violations = found.length > 0 ? byWhom(found, this.#whoAnswers, initial) : found;
    const errors = run.errors.length > 0 ? run.errors : faultsIn(violations);
    return { data, errors: data === null && errors.length === 0 ? [nothingLeft()] : errors, violations };
  }

  #errorsOf({ subgraph, errors }: InitialData): GraphQLError[] {
    const { nameInEvent: nameInAnswer = responseNameOf } = this.#options;
    return placeRootErrors({ name: subgraph, nameInAnswer }, errors, [[]]);
  }

  /** Others read the event too; what is merged into is a copy. */
  #beginning(initial: InitialData | undefined): JsonObject {
    if (!initial?.data) return {};
    const { step, rewriteInitial } = this.#options;
    if (!step && !rewriteInitial) return initial.data;
    const data = copyObject(initial.data);
    rewriteInitial?.(data);
    return data;
  }

  #shapeFor(conditions: ReadonlyMap<string, boolean>): CompiledShape {
    const key = [...conditions.values()].map(Number).join('');
    const known = this.#shapes.get(key);
    if (known) return known;
    const { apiSchema, operation } = this.#options;
    const selecting = { schema: apiSchema, fragments: this.#fragments, conditions };
    const compiled = {
      shape: compileShape(selecting, operation),
      introspect: compileIntrospection(selecting, operation),
    };
    if (this.#shapes.size >= maxShapes) this.#shapes.clear();
    this.#shapes.set(key, compiled);
    return compiled;
  }
}

const neverLeft = (): boolean => false;

/** @param initial - what nobody was asked for, an event has brought */
export function byWhom(
  violations: readonly Violation[],
  whoAnswers: WhoAnswers,
  initial?: InitialData,
): readonly Violation[] {
  let left = maxViolations;
  return violations.map((violation) => {
    if (violation.message === unanswered || left === 0) return violation;
    left -= 1;
    const subgraph = whoAnswers.at(violation.path) ?? initial?.subgraph;
    return subgraph === undefined ? violation : { ...violation, subgraph };
  });
}

/** Of what a subgraph should not have answered the client learns the place; the rest is for the log. */
export const faultsIn = (violations: readonly Violation[], place: ResponsePath = []): GraphQLError[] =>
  violations
    .filter(({ message }) => message !== unanswered)
    .slice(0, maxViolations)
    .map(({ message, path }) => new GraphQLError(message, { path: [...place, ...path] }));

/** An answer without data says why. */
const nothingLeft = (): GraphQLError => new GraphQLError('A value that may not be missing is.');

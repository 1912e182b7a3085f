import type { JsonObject } from '../json-object.ts';
import type { NameInAnswer } from './answer-names.ts';
import type { ReadContexts } from './contexts.ts';
import type { Merge } from './merge.ts';
import type { Represent } from './represent.ts';
import type { PathStep } from './response-path.ts';
import type { Rewrite } from './rewrite.ts';

/** A plan in the form in which it is run, any number of times and at the same time. */
export type Step = FetchStep | SequenceStep | ParallelStep | ConditionStep | AwaitedStep;

export interface SequenceStep {
  readonly kind: 'Sequence';
  readonly steps: readonly Step[];
}

export interface ParallelStep {
  readonly kind: 'Parallel';
  readonly steps: readonly Step[];
}

export interface ConditionStep {
  readonly kind: 'Condition';
  /** The client's variable. */
  readonly variable: string;
  readonly ifTrue: Step | null;
  readonly ifFalse: Step | null;
}

/** A fetch that deferred parts wait for. */
export interface AwaitedStep {
  readonly kind: 'Awaited';
  /** As those parts name it. */
  readonly id: string;
  readonly step: Step;
}

/** One question to one subgraph, with one answer. */
export interface FetchStep {
  readonly kind: 'Fetch';
  readonly request: SubgraphRequest;
  /** Where the entities are that it is about; more than one where parallel fetches ask the same of a subgraph. */
  readonly paths: readonly (readonly PathStep[])[];
  /** Null: it asks for root fields. */
  readonly represent: Represent | null;
  readonly rewriteInput: Rewrite | null;
  /** What it tells from the contexts of an entity; null: nothing. */
  readonly readContexts: ReadContexts | null;
  /** False: equal entities get copies, since what is below them is in another context at each place. */
  readonly sharesParts: boolean;
  /** Whether the subgraph can find an entity by this. */
  readonly identifies: (representation: JsonObject) => boolean;
  readonly rewriteOutput: Rewrite | null;
  /** For the paths of errors. */
  readonly nameInAnswer: NameInAnswer;
  /** Puts the answer where it belongs. */
  readonly merge: Merge;
}

/** What a subgraph is asked, without the values. */
export interface SubgraphRequest {
  readonly subgraph: string;
  readonly query: string;
  readonly operationName: string | undefined;
  /** The client's variables that it uses. */
  readonly variableNames: readonly string[];
}

import type { DirectiveNode, FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import type { Delivery, Patch } from '../execution/defer/delivery.ts';
import type { Defer } from '../execution/defer/label-defers.ts';
import { noteSent, sentAt } from '../execution/defer/sent-answer.ts';
import type { JsonObject } from '../execution/json-object.ts';
import { activeTraceId } from '@moim/kit/trace/traceparent.ts';
import { costOf } from './answer.ts';
import type { Completing } from './complete-withheld.ts';
import type { Entered } from './entered.ts';
import {
  causesOf,
  type ExplainedNull,
  explainNulls,
  explainNullsAt,
  mayKnowWhy,
  type NullCause,
  withNulls,
} from './explain-nulls.ts';
import type { FormatError } from './public-errors.ts';

/** What is added to an answer at a path. */
export interface IncrementalItem {
  readonly data: JsonObject | null;
  readonly path: readonly (string | number)[];
  readonly label?: string;
  readonly errors?: readonly GraphQLFormattedError[];
  /** Where its nulls come from, for who may know. */
  readonly extensions?: { readonly nulls: readonly ExplainedNull[] };
}

/** A part of an answer as clients read it (`deferSpec=20220824`). */
export interface IncrementalResult extends FormattedExecutionResult {
  readonly incremental?: readonly IncrementalItem[];
  readonly hasNext: boolean;
}

/** Makes of deliveries what a client is told, for one operation: errors masked, withheld fields null. */
export class PartialAnswers {
  readonly #entered: Entered;
  readonly #formatError: FormatError;
  readonly #later: ReadonlySet<DirectiveNode>;
  readonly #mayKnowWhy: boolean;
  readonly #traceId = activeTraceId();
  /** What the client has, where something may have been taken out of it. */
  #sent: JsonObject = {};

  constructor(entered: Entered, formatError: FormatError, defers: Iterable<Defer>) {
    this.#entered = entered;
    this.#formatError = formatError;
    this.#mayKnowWhy = mayKnowWhy(entered.caller.identity);
    this.#later = new Set([...defers].map(({ directive }) => directive));
  }

  tell(delivery: Delivery): IncrementalResult {
    const { hasNext } = delivery;
    if (delivery.kind === 'initial') return { ...this.#initial(delivery.answer), hasNext };
    const incremental = delivery.patches.flatMap((patch) => this.#item(patch));
    return { ...(incremental.length > 0 && { incremental }), hasNext };
  }

  /** Ends the answer. */
  failure(error: unknown): IncrementalResult {
    return { errors: this.#format([error]), hasNext: false };
  }

  /** With what the operation cost. */
  #initial({
    data: whole,
    errors: failed,
    violations,
  }: Extract<Delivery, { kind: 'initial' }>['answer']): FormattedExecutionResult {
    const { complete, charge } = this.#entered;
    const told = this.#format(failed);
    const denied: NullCause[] = [];
    const result = { data: whole, ...(told.length > 0 && { errors: told }) };
    const { errors, data = null } = complete(result, this.#how(denied));
    if (this.#isFiltered) noteSent(this.#sent, data ?? {});
    const answer = { ...(errors && { errors }), data, ...costOf(charge) };
    if (!this.#mayKnowWhy) return answer;
    const causes = [...causesOf(failed, told, violations), ...denied];
    return withNulls(answer, explainNulls(data, causes, this.#traceId));
  }

  /** Nothing where what it adds to was withheld. */
  #item({ defer, path, data: part, errors: failed, violations }: Patch): IncrementalItem[] {
    const target = this.#isFiltered ? sentAt(this.#sent, path) : null;
    if (this.#isFiltered && !target) return [];
    const told = this.#format(failed);
    const denied: NullCause[] = [];
    const { data, errors } = this.#entered.completePart(
      { directive: defer.directive, path, data: part, errors: told },
      this.#how(denied),
    );
    if (target && data) noteSent(target, data);
    const label = defer.label === undefined ? {} : { label: defer.label };
    const causes = this.#mayKnowWhy ? [...causesOf(failed, told, violations), ...denied] : [];
    const nulls = explainNullsAt(path, data, causes, this.#traceId);
    const extensions = nulls.length > 0 ? { extensions: { nulls } } : {};
    return [{ data, path, ...label, ...(errors.length > 0 && { errors }), ...extensions }];
  }

  #how(denied: NullCause[]): Completing {
    const onDenied = (cause: NullCause) => void denied.push(cause);
    return { later: this.#later, ...(this.#mayKnowWhy && { onDenied }) };
  }

  get #isFiltered(): boolean {
    return this.#entered.operation.asked !== null;
  }

  #format(errors: readonly unknown[]): GraphQLFormattedError[] {
    return errors.map((error) => this.#formatError(error, this.#entered.requestId));
  }
}

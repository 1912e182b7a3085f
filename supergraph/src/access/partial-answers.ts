import type { DirectiveNode, FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import type { Delivery, Patch } from '../execution/defer/delivery.ts';
import type { Defer } from '../execution/defer/label-defers.ts';
import { noteSent, sentAt } from '../execution/defer/sent-answer.ts';
import type { JsonObject } from '../execution/json-object.ts';
import { costOf } from './answer.ts';
import type { Entered } from './door.ts';
import type { FormatError } from './public-errors.ts';

/** What is added to an answer at a path. */
export interface IncrementalItem {
  readonly data: JsonObject | null;
  readonly path: readonly (string | number)[];
  readonly label?: string;
  readonly errors?: readonly GraphQLFormattedError[];
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
  /** What the client has, where something may have been taken out of it. */
  #sent: JsonObject = {};

  constructor(entered: Entered, formatError: FormatError, defers: Iterable<Defer>) {
    this.#entered = entered;
    this.#formatError = formatError;
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
  }: Extract<Delivery, { kind: 'initial' }>['answer']): FormattedExecutionResult {
    const { complete, charge } = this.#entered;
    const result = { data: whole, ...(failed.length > 0 && { errors: this.#format(failed) }) };
    const { errors, data = null } = complete(result, { later: this.#later });
    if (this.#isFiltered) noteSent(this.#sent, data ?? {});
    return { ...(errors && { errors }), data, ...costOf(charge) };
  }

  /** Nothing where what it adds to was withheld. */
  #item({ defer, path, data: part, errors: failed }: Patch): IncrementalItem[] {
    const target = this.#isFiltered ? sentAt(this.#sent, path) : null;
    if (this.#isFiltered && !target) return [];
    const completed = this.#entered.completePart(
      { directive: defer.directive, path, data: part, errors: this.#format(failed) },
      this.#later,
    );
    const { data, errors } = completed;
    if (target && data) noteSent(target, data);
    const label = defer.label === undefined ? {} : { label: defer.label };
    return [{ data, path, ...label, ...(errors.length > 0 && { errors }) }];
  }

  get #isFiltered(): boolean {
    return this.#entered.operation.asked !== null;
  }

  #format(errors: readonly unknown[]): GraphQLFormattedError[] {
    return errors.map((error) => this.#formatError(error, this.#entered.requestId));
  }
}

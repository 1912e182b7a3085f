import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { findExceededLimit } from '../limits/check-limits.ts';
import { measureDocument } from '../limits/measure-document.ts';
import type { OperationLimits } from '../limits/operation-limits.ts';
import { refuseBeyond } from './refusal.ts';

/** Whether operations are within the limits of size, which is the same whenever one comes. */
export class OperationSizes {
  readonly #limits: OperationLimits;
  readonly #isSmall = new WeakSet<OperationDefinitionNode>();

  constructor(limits: OperationLimits) {
    this.#limits = limits;
  }

  /** @throws {Refusal} the first limit that it exceeds */
  check(document: DocumentNode, operation: OperationDefinitionNode): void {
    if (this.#isSmall.has(operation)) return;
    const exceeded = findExceededLimit(measureDocument(document, operation), this.#limits);
    if (exceeded === null) return void this.#isSmall.add(operation);
    throw refuseBeyond(exceeded.limit, exceeded.message);
  }
}

import type { OperationDefinitionNode } from 'graphql';
import type { OperationRequest } from './admitted-operation.ts';
import type { DecidedOperation } from './decided-operations.ts';
import type { Grants } from './grants.ts';

/** An operation as it came, and from somebody with which rights. */
export interface FirstAsked extends Pick<OperationRequest, 'query' | 'operationName'> {
  readonly grants: Grants;
  /** Those by which its conditions were decided; absent: none were. */
  readonly variables?: OperationRequest['variables'];
}

/** How operations came that were admitted, as long as they are known. */
export class FirstAskedOperations {
  readonly #asked = new WeakMap<OperationDefinitionNode, FirstAsked>();

  of(operation: OperationDefinitionNode): FirstAsked | undefined {
    return this.#asked.get(operation);
  }

  note(operation: OperationDefinitionNode, asked: FirstAsked): void {
    this.#asked.set(operation, asked);
  }

  /** @param from - of which conditions were decided. Only what decided is kept: what else was sent is nobody's concern. */
  noteDecided(from: OperationDefinitionNode, { operation, conditions }: DecidedOperation): void {
    const first = this.#asked.get(from);
    if (first && !this.#asked.has(operation))
      this.note(operation, { ...first, variables: Object.fromEntries(conditions) });
  }
}

import { DomainError } from '../errors/domain-error.ts';

/** The same key came with another request within a day. */
export class KeyReusedError extends DomainError {
  constructor() {
    super('IDEMPOTENCY_KEY_REUSED', 'This Idempotency-Key was used for another request.', {
      field: 'idempotency-key',
    });
  }
}

import { ConflictError } from '../errors/domain-error.ts';

/** The same change came again under its key, and its answer held what is shown once. */
export class AnswerForgottenError extends ConflictError {
  constructor() {
    super('This was done under the same key; its answer holds a secret and is not kept.', 'idempotency-key');
  }
}

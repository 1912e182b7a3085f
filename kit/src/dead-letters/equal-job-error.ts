import { ConflictError } from '../errors/domain-error.ts';

/** A dead job cannot have another round while its queue has another one with its key that has not started. */
export class EqualJobError extends ConflictError {
  constructor() {
    super('An equal job is waiting already; try again when it is done, or give this one up.', 'input.ids');
  }
}

import { DomainError } from '@moim/kit/errors/domain-error.ts';

/** An operation whose plan takes too many steps, too long, or too much memory. */
export class TooComplex extends DomainError {
  constructor(cause?: unknown) {
    super('LIMIT_EXCEEDED', 'This operation is too complex.', { cause });
  }
}

/** It took too long or too much memory, by a clock: on a loaded machine others do too, and another time it may do. */
export class TookTooMuch extends TooComplex {
  override readonly name = 'TookTooMuch';
}

/** Too many others wait for their plans, or one of theirs takes too long. */
export class PlanningBusy extends DomainError {
  constructor() {
    super('TIMED_OUT', 'Too many operations wait to be planned; try again.');
  }
}

/** Whoever asked waits no longer: the time of their operation is over, or they have left. */
export class NotPlannedInTime extends DomainError {
  constructor(cause: unknown) {
    super('TIMED_OUT', 'This operation was not planned in the time that there was; try again.', { cause });
  }
}

/** A defect of ours or of the planner; told to nobody but the log. */
export class PlanningFault extends Error {
  override readonly name = 'PlanningFault';
}

/** Whether the same question may be answered a while later. */
export const isPassing = (error: unknown): boolean =>
  error instanceof PlanningBusy || error instanceof PlanningFault || error instanceof TookTooMuch;

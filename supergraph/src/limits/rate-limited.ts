import { GraphQLError } from 'graphql';
import { publicCodes } from '@moim/kit/errors/public-codes.ts';
import { Refusal } from '../access/refusal.ts';
import type { Charge } from './charge.ts';

/** There is not enough left in the viewer's bucket. */
export class RateLimited extends Refusal {
  readonly charge: Charge;
  /** Until there is enough, when nothing else is asked; ≥ 1. */
  readonly retryAfterSeconds: number;

  constructor(charge: Charge, retryAfterSeconds: number) {
    const { requestedPoints, remainingPoints, restoreRate } = charge;
    const message = `This costs ${requestedPoints} points and ${remainingPoints} are left; ${restoreRate} come back in a second.`;
    const extensions = { code: 'RATE_LIMITED', retryAfterSeconds };
    super([new GraphQLError(message, { extensions })], { httpStatus: publicCodes.RATE_LIMITED.httpStatus });
    this.charge = charge;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

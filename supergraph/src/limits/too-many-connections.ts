import { publicCodes } from '@moim/kit/errors/public-codes.ts';
import { codedError, Refusal } from '../access/refusal.ts';

/** One more connection from an address that has as many as it may. */
export class TooManyConnections extends Refusal {
  constructor() {
    super([codedError('RATE_LIMITED', 'Too many connections are open from this address.')], {
      httpStatus: publicCodes.RATE_LIMITED.httpStatus,
      endsConnection: true,
    });
  }
}

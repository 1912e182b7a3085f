import { GraphQLError } from 'graphql';
import { publicCodes } from '@moim/kit/errors/public-codes.ts';
import { Refusal } from '../access/refusal.ts';

/** Somebody whose documents were refused, or new, too often to be read at the moment. */
export class TooMuchEffort extends Refusal {
  /** ≥ 1. */
  readonly retryAfterSeconds: number;

  /** @param endsConnection - more of theirs wait to be told so than may */
  constructor(retryAfterSeconds: number, endsConnection = false) {
    const extensions = { code: 'RATE_LIMITED', retryAfterSeconds };
    super([new GraphQLError('Too many of your documents were new here, or refused.', { extensions })], {
      httpStatus: publicCodes.RATE_LIMITED.httpStatus,
      endsConnection,
    });
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

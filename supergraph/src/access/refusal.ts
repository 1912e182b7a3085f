import { GraphQLError } from 'graphql';
import { publicCodes, type PublicCode } from '@moim/kit/errors/public-codes.ts';

/** An operation that is not executed, with what its client is told. */
export class Refusal extends Error {
  readonly errors: readonly GraphQLError[];
  readonly httpStatus: number;
  /** True when the request's own text is at fault: plain JSON answers these with 200. */
  readonly isDocumentFault: boolean;

  constructor(
    errors: readonly GraphQLError[],
    { httpStatus = 400, isDocumentFault = false }: { httpStatus?: number; isDocumentFault?: boolean } = {},
  ) {
    super(errors[0]?.message ?? 'refused');
    this.errors = errors;
    this.httpStatus = httpStatus;
    this.isDocumentFault = isDocumentFault;
  }
}

/** A refusal with one of the public codes and its HTTP status. */
export function refuse(
  code: PublicCode,
  message: string,
  httpStatus: number = publicCodes[code].httpStatus,
): Refusal {
  return new Refusal([codedError(code, message)], { httpStatus });
}

export function codedError(code: PublicCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

import { GraphQLError } from 'graphql';
import { publicCodes, type PublicCode } from '@moim/kit/errors/public-codes.ts';

/** An operation that is not executed, with what its client is told. */
export class Refusal extends Error {
  readonly errors: readonly GraphQLError[];
  readonly httpStatus: number;
  /** True when the request's own text is at fault: plain JSON answers these with 200. */
  readonly isDocumentFault: boolean;
  /** The limit that was exceeded; null: none was. */
  readonly rule: string | null;
  /** Whether an HTTP connection ends with it. */
  readonly endsConnection: boolean;

  constructor(
    errors: readonly GraphQLError[],
    { httpStatus = 400, isDocumentFault = false, rule, endsConnection = false }: RefusalKind = {},
  ) {
    super(errors[0]?.message ?? 'refused');
    this.errors = errors;
    this.httpStatus = httpStatus;
    this.isDocumentFault = isDocumentFault;
    this.rule = rule ?? null;
    this.endsConnection = endsConnection;
  }
}

interface RefusalKind {
  readonly httpStatus?: number;
  readonly isDocumentFault?: boolean;
  readonly rule?: string;
  readonly endsConnection?: boolean;
}

/** A limit that was exceeded. */
export function refuseBeyond(rule: string, message: string): Refusal {
  const { httpStatus } = publicCodes.LIMIT_EXCEEDED;
  return new Refusal([codedError('LIMIT_EXCEEDED', message)], { httpStatus, rule });
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

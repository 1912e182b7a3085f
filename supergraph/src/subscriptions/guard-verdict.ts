import { GraphQLError } from 'graphql';
import { codedError } from '../access/refusal.ts';

/** What somebody is told whom a guard answers with nothing. */
export const notFound = (): GraphQLError =>
  codedError('NOT_FOUND', 'There is nothing with this id that you may see.');

const verdicts = new Set<unknown>(['NOT_FOUND', 'FORBIDDEN', 'UNAUTHENTICATED']);

/** Whether a failure is about this viewer, and not about a subgraph that cannot answer. */
export const isVerdict = (error: unknown): boolean =>
  error instanceof GraphQLError && verdicts.has(error.extensions['code']);

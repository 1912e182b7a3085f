import { createHash } from 'node:crypto';
import {
  type DocumentNode,
  type ExecutionResult,
  getOperationAST,
  GraphQLError,
  Kind,
  locatedError,
} from 'graphql';
import { z } from 'zod';
import { maskGraphQLError } from '../errors/public-error.ts';
import type { SubgraphOperation } from '../server/operation.ts';
import type { Services } from '../server/services.ts';
import { AnswerForgottenError } from './answer-forgotten-error.ts';
import { type Claim, claimKey, keepAnswer } from './claim-key.ts';
import type { KeyedRequest } from './keyed-request.ts';
import { KeySeal } from './sealed-answer.ts';
import { servicesWithin } from './services-within.ts';

/** Runs an operation with the services that are given. */
type Run = (services: Services) => Promise<ExecutionResult>;

/**
 * Runs a mutation whose client gave it a key in one transaction with the record of its answer; the next with the
 * same key and the same request is answered from that record. A mutation that failed in a way that may pass is
 * undone as a whole, and nothing is recorded. Of an answer that holds what is shown once only that it was given is
 * recorded. What leaves the database, such as a payment, is undone by nobody.
 */
export async function answerOnce(
  subgraph: string,
  services: Services,
  operation: SubgraphOperation,
  run: Run,
): Promise<ExecutionResult> {
  const { viewer, keyed, requestId } = operation.identity;
  if (!viewer || !keyed) return run(services);
  const seal = new KeySeal(keyed.key);
  const failure = (error: unknown): ExecutionResult => ({
    data: null,
    errors: [maskGraphQLError(locatedError(error, null), requestId, services.log)],
  });
  try {
    const claim = claimOf(subgraph, viewer.memberId, services.now(), operation, seal, keyed);
    return await services.db.write.transaction(async (tx) => {
      const before = await claimKey(tx, claim);
      if (before !== null) return parseAnswer(seal.open(before));
      const within = servicesWithin(tx, services);
      const result = await run(within.services).finally(() => within.release());
      if (mayPass(result)) throw new Undone(result);
      const kept = within.isToBeForgotten() ? failure(new AnswerForgottenError()) : result;
      await keepAnswer(tx, claim, seal.seal(JSON.stringify(kept)));
      return result;
    });
  } catch (error) {
    if (error instanceof Undone) return error.answer;
    return failure(error);
  }
}

function claimOf(
  subgraph: string,
  memberId: string,
  at: Date,
  { document, operationName }: SubgraphOperation,
  seal: KeySeal,
  { request }: KeyedRequest,
): Claim {
  return {
    ...{ subgraph, memberId, at },
    keyHash: seal.hash('key'),
    requestHash: seal.hash('request', request),
    part: seal.hash('part', partOf(document, operationName)),
  };
}

/** The names under which a router asks for changes do not depend on its plan for what is read of them. */
function partOf(document: DocumentNode, operationName: string | undefined): string {
  const selections = getOperationAST(document, operationName)?.selectionSet.selections ?? [];
  const names = selections.map((one) => (one.kind === Kind.FIELD ? (one.alias ?? one.name).value : ''));
  return createHash('sha256').update(names.join(' ')).digest('hex');
}

/** Carries a result out of a transaction that is rolled back. */
class Undone extends Error {
  readonly answer: ExecutionResult;

  constructor({ errors = [] }: ExecutionResult) {
    super('undone');
    this.answer = { data: null, errors };
  }
}

const mayPass = ({ errors = [] }: ExecutionResult): boolean =>
  errors.some(({ extensions }) => extensions['retryable'] === true);

const answer = z.object({
  data: z.record(z.string(), z.unknown()).nullable().optional(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .optional(),
});

function parseAnswer(text: string): ExecutionResult {
  const { data, errors } = answer.parse(JSON.parse(text));
  return {
    ...(data !== undefined && { data }),
    ...(errors && {
      errors: errors.map(
        ({ message, path, extensions }) =>
          new GraphQLError(message, { path: path ?? null, extensions: extensions ?? null }),
      ),
    }),
  };
}

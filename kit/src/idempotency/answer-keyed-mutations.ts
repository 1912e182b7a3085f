import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type GraphQLSchema, parse, validate } from 'graphql';
import { z } from 'zod';
import type { OperationIdentity } from '../auth/viewer.ts';
import type { HostedSubgraph } from '../server/host.ts';
import type { SubgraphOperation } from '../server/operation.ts';
import { isMutation } from '../server/written-position.ts';

const posted = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

/** mercurius runs operations by itself; those that are to be done once go through the host instead. */
export function answerKeyedMutations(
  app: FastifyInstance,
  hosted: HostedSubgraph,
  identityOf: (request: FastifyRequest) => OperationIdentity,
): void {
  app.addHook('preHandler', async (request, reply) => {
    const identity = identityOf(request);
    const operation = identity.keyed ? readMutation(hosted.schema, request.body) : null;
    if (operation) return reply.send(await hosted.execute({ ...operation, identity }));
  });
}

/** Null for everything else, also for what is faulty: mercurius says what is wrong with it. */
function readMutation(schema: GraphQLSchema, body: unknown): Omit<SubgraphOperation, 'identity'> | null {
  const { query, variables, operationName } = posted.safeParse(body).data ?? {};
  if (query === undefined) return null;
  const document = parseOrNull(query);
  if (!document || !isMutation(document, operationName ?? undefined)) return null;
  if (validate(schema, document).length > 0) return null;
  return { document, ...(variables && { variables }), ...(operationName && { operationName }) };
}

function parseOrNull(query: string) {
  try {
    return parse(query);
  } catch {
    return null;
  }
}

import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { type DocumentNode, GraphQLError } from 'graphql';
import { publicCodes } from '@moim/kit/errors/public-codes.ts';
import { toPublicError } from '@moim/kit/errors/public-error.ts';
import { DecidedOperation } from '../access/decided-operations.ts';
import { Deadline } from '../execution/deadline.ts';
import type { Soon } from '../execution/soon.ts';
import { callerOf } from './caller.ts';
import type { Graph } from './graph.ts';

type Gateway = NonNullable<ApolloServerOptionsWithGateway<object>['gateway']>;
type Executor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>;

/** What Apollo Server asks for a schema and for the execution of what it was sent. */
export function gatewayOf(graph: Graph): Gateway {
  const listeners = new Set<Parameters<Gateway['onSchemaLoadOrUpdate']>[0]>();
  return {
    onSchemaLoadOrUpdate: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    load: async () => {
      const { apiSchema, supergraphSdl } = graph;
      for (const listener of listeners) listener({ apiSchema, coreSupergraphSdl: supergraphSdl });
      return { executor: executorOf(graph) };
    },
    stop: async () => undefined,
  };
}

function executorOf(graph: Graph): Executor {
  return async ({ document: asked, request, context }) => {
    const caller = callerOf(context);
    const document = decidedIn(context) ?? asked;
    const operation = { document, operationName: request.operationName };
    const deadline = deadlineIn(context) ?? new Deadline();
    const prepared = await planned(() => graph.prepare(operation, caller, deadline)).catch(
      (error: unknown) => {
        deadline.end();
        throw error;
      },
    );
    const { data, errors } = await graph.execute(prepared, {
      variables: request.variables ?? {},
      caller,
      deadline,
    });
    return { data, ...(errors.length > 0 ? { errors } : {}) };
  };
}

const decidedIn = ({ decided }: Readonly<Record<string, unknown>>): DocumentNode | null =>
  decided instanceof DecidedOperation ? decided.document : null;

/** Apollo Server takes what is thrown for our fault, unless its status says otherwise. */
async function planned<Prepared>(prepare: () => Soon<Prepared>): Promise<Prepared> {
  try {
    return await prepare();
  } catch (error) {
    const known = toPublicError(error);
    if (!known || !(error instanceof Error)) throw error;
    const http = { status: publicCodes[known.code].httpStatus };
    throw new GraphQLError(known.message, { originalError: error, extensions: { http } });
  }
}

const deadlineIn = ({ deadline }: Readonly<Record<string, unknown>>): Deadline | undefined =>
  deadline instanceof Deadline ? deadline : undefined;

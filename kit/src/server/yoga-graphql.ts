import type { ExecutionArgs } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { OperationIdentity } from '../auth/viewer.ts';
import type { OperationBounds } from '../deadline/operation-bounds.ts';
import type { HostedSubgraph } from './host.ts';

export interface GraphQLRequestContext {
  readonly identity: OperationIdentity;
  readonly bounds: OperationBounds;
}

type ExecutionArguments = Pick<ExecutionArgs, 'document' | 'variableValues' | 'operationName'> & {
  readonly contextValue: GraphQLRequestContext;
};

/** GraphQL over HTTP for a hosted subgraph: yoga speaks the protocol, the host executes and masks. */
export function yogaFor(hosted: HostedSubgraph) {
  return createYoga<GraphQLRequestContext>({
    schema: hosted.schema,
    graphiql: false,
    landingPage: false,
    logging: false,
    maskedErrors: false,
    multipart: false,
    cors: false,
    plugins: [executeInHost(hosted)],
  });
}

function executeInHost(hosted: HostedSubgraph): Plugin<GraphQLRequestContext> {
  const operationOf = (args: ExecutionArguments) => ({
    document: args.document,
    variables: args.variableValues ?? {},
    ...(args.operationName ? { operationName: args.operationName } : {}),
    identity: args.contextValue.identity,
    bounds: args.contextValue.bounds,
  });
  return {
    onExecute: ({ args, setExecuteFn }) => setExecuteFn(() => hosted.execute(operationOf(args))),
    onSubscribe: ({ args, setSubscribeFn }) => setSubscribeFn(() => hosted.subscribe(operationOf(args))),
  };
}

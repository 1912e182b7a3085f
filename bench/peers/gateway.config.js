import { defineConfig } from '@graphql-hive/gateway';

const authorization = '{context.headers.authorization}';

const prefix = 'SUBGRAPH_URL_';

/** Subgraphs that are not where the supergraph says, each with its address from the environment. */
const subgraphs = Object.entries(process.env)
  .filter(([name]) => name.startsWith(prefix))
  .map(([name, origin]) => [
    name.slice(prefix.length).toLowerCase(),
    {
      location: `${origin}/graphql`,
      headers: [['authorization', authorization]],
      options: { subscriptions: { kind: 'ws', options: { connectionParams: { authorization } } } },
    },
  ]);

export const gatewayConfig = defineConfig({
  transportEntries: Object.fromEntries(subgraphs),
  readinessCheckEndpoint: '/readyz',
  landingPage: false,
  maskedErrors: false,
  graphiql: false,
});

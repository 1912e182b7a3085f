import { defineConfig } from '@graphql-hive/gateway';

const authorization = '{context.headers.authorization}';

/** The same supergraph file over the same subgraphs, each with its address from the environment. */
const subgraphs = ['IDENTITY', 'CALENDAR', 'MESSAGING', 'TRAVEL', 'INSURANCE', 'TELEMETRY'].map((name) => [
  name.toLowerCase(),
  {
    location: `${process.env[`SUBGRAPH_URL_${name}`]}/graphql`,
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

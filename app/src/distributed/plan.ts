import { replicaVariable } from '@moim/kit/config/replica-urls.ts';
import { databaseVariable } from '../database/database-urls.ts';
import { type SubgraphName, subgraphNames } from '../subgraph-names.ts';

export type ServiceName = SubgraphName | 'supergraph';

/** One service of an installation: the supervisor, docker-compose.yml and the tests run it by this. */
export interface ServicePlan {
  readonly name: ServiceName;
  /** What Node runs, from the root of the repository. */
  readonly file: string;
  /** Where it listens when it has a machine to itself. */
  readonly port: number;
  /** Names of the variables that it is given. */
  readonly variables: readonly string[];
  /** Of those that the operator may set for it besides; each has a default. */
  readonly settings: readonly string[];
}

/** Ports of services that have a machine to themselves, as in a container. */
const supergraphPort = 4000;
const firstSubgraphPort = 4101;

/** Paths of every service; who starts processes waits for the first, balancers look at the second. */
export const healthPaths = { startup: '/startupz', readiness: '/readyz', liveness: '/livez' } as const;

export const urlVariable = (subgraph: string): string => `SUBGRAPH_URL_${subgraph.toUpperCase()}`;

const ofAll = [
  'HOST',
  'PORT',
  'DRAIN_WAIT_MS',
  'INTERNAL_TOKEN_PRIVATE_KEY',
  'REDIS_URL',
  'REDIS_PREFIX',
  ...subgraphNames.map(urlVariable),
];
const ofOne: Readonly<Partial<Record<ServiceName, readonly string[]>>> = {
  identity: ['PAYMENT_SANDBOX_SECRET', 'WEB_ORIGINS'],
  insurance: ['INSURANCE_DATA_KEY', 'INSURER_CALLBACK_SECRET'],
  messaging: ['MOIM_ORIGINS'],
  supergraph: ['MOIM_EXTENSIONS', 'TRUSTED_PROXIES', 'WEB_ORIGINS'],
};

const settingsOfAll = [
  'LOG_LEVEL',
  'METRICS_PORT',
  'METRICS_HOST',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'TRACE_RATIO',
];
const settingsOfOne: Readonly<Partial<Record<SubgraphName, readonly string[]>>> = {
  identity: [
    'MOIM_AUTH_ATTEMPTS_PER_ADDRESS',
    'PAYMENT_PROVIDER',
    'PAYMENT_RETURN_URL',
    'STRIPE_SECRET_KEY',
    'STRIPE_WEBHOOK_SECRET',
  ],
  insurance: ['INSURANCE_ACCESS_LOG_YEARS'],
};

const subgraph = (name: SubgraphName, index: number): ServicePlan => ({
  name,
  file: `subgraphs/${name}/src/main.ts`,
  port: firstSubgraphPort + index,
  variables: [
    ...ofAll,
    'INTERNAL_TOKEN_PUBLIC_KEY',
    databaseVariable(name),
    replicaVariable(name),
    ...(ofOne[name] ?? []),
  ],
  settings: [
    ...settingsOfAll,
    'OPERATOR_ALERT_WEBHOOK_URL',
    'EVENT_LOG_DAYS',
    ...(settingsOfOne[name] ?? []),
  ],
});

/** In the order of their start: the supergraph asks the others. */
export const services: readonly ServicePlan[] = [
  ...subgraphNames.map(subgraph),
  {
    name: 'supergraph',
    file: 'supergraph/src/main.ts',
    port: supergraphPort,
    variables: [...ofAll, ...(ofOne.supergraph ?? [])],
    settings: [
      ...settingsOfAll,
      'ADHOC_OPERATIONS',
      'POINTS_PER_OPERATION',
      'POINTS_BUCKET',
      'POINTS_PER_SECOND',
      'EFFORT_BUCKET',
      'EFFORT_PER_SECOND',
      'CONNECTIONS_PER_ADDRESS',
      'OPERATION_DEADLINE_MS',
      'EXTENSION_EVENT_BYTES',
    ],
  },
];

export const isService = (name: string): name is ServiceName =>
  services.some((service) => service.name === name);

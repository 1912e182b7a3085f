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
  supergraph: ['TRUSTED_PROXIES', 'WEB_ORIGINS'],
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
});

/** In the order of their start: the supergraph asks the others. */
export const services: readonly ServicePlan[] = [
  ...subgraphNames.map(subgraph),
  {
    name: 'supergraph',
    file: 'supergraph/src/main.ts',
    port: supergraphPort,
    variables: [...ofAll, ...(ofOne.supergraph ?? [])],
  },
];

export const isService = (name: string): name is ServiceName =>
  services.some((service) => service.name === name);

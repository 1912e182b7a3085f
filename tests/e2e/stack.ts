import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatInternalKey, generateInternalKeyPair } from '@moim/kit/auth/internal-keys.ts';
import { findFreePort, keepPort } from '@moim/kit/db/embedded-postgres/free-port.ts';
import {
  type EmbeddedStandby,
  openEmbeddedStandby,
} from '@moim/kit/db/embedded-postgres/standby/open-embedded-standby.ts';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '@moim/kit/db/embedded-postgres/start-embedded-postgres.ts';
import { replicaVariable } from '@moim/kit/config/replica-urls.ts';
import { databaseVariable } from '@moim/app/database/database-urls.ts';
import { prepareDatabases } from '@moim/app/database/prepare-databases.ts';
import { type ServiceName, type ServicePlan, services, urlVariable } from '@moim/app/distributed/plan.ts';
import { type SubgraphName, subgraphNames } from '@moim/app/subgraph-names.ts';
import { ensureDatabase } from '@moim/kit/db/ensure-database.ts';
import { subgraphReaderUrl, subgraphUrl } from '@moim/kit/db/roles.ts';
import { type Program, startProgram } from './program.ts';
import { startTcpProxy, type TcpProxy } from '@moim/kit/testing/tcp-proxy.ts';

/**
 * `in-process`: one Node process, as `npm start`; with MOIM_E2E_EXECUTION=distributed as `npm run start:distributed`,
 * two of messaging and two supergraphs behind nginx. `processes`: one a service, over real sockets that a test may cut.
 */
export type Execution = 'in-process' | 'processes';

/** `together`: one database, a schema a subgraph. `apart`: a database a subgraph. */
export type Databases = 'together' | 'apart';

export { type SubgraphName, subgraphNames };

export interface SubgraphProcess {
  readonly program: Program;
  /** Between supergraph and subgraph. */
  readonly network: TcpProxy;
  /** Where it listens itself. */
  readonly url: string;
  /** Starts it again on the same port, after a kill. */
  restart(): Promise<void>;
}

export interface Stack {
  readonly execution: Execution;
  /** The public port; of several supergraphs, that of the first. */
  readonly url: string;
  /** Of each supergraph. */
  readonly urls: readonly string[];
  /** Superuser of the database, to count statements and look at rows. */
  readonly databaseUrl: string;
  /** The same on the replica that reads go to; null without one. */
  readonly replicaUrl: string | null;
  /** Empty for `in-process`. */
  readonly subgraphs: Readonly<Partial<Record<SubgraphName, SubgraphProcess>>>;
  /** `/metrics` of each process; empty unless asked for. */
  readonly metricsUrls: readonly string[];
  close(): Promise<void>;
}

export interface StackOptions {
  readonly execution: Execution;
  /** Of the public port; by default a free one. */
  readonly port?: number;
  /** How many supergraphs stand before the same subgraphs; default 1, more for `processes` alone. */
  readonly supergraphs?: number;
  /** By default what MOIM_E2E_DATABASES says, else together. */
  readonly databases?: Databases;
  /** Whether a standby streams before anybody asks; default false. */
  readonly hasReplica?: boolean;
  /** More variables for every process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether each process serves its metrics. */
  readonly hasMetrics?: boolean;
}

const isDistributed = process.env['MOIM_E2E_EXECUTION'] === 'distributed';
const distributed = {
  args: ['distributed', '--replicas', 'messaging=2,supergraph=2'],
  /** Longer than the 25 s after which it ends itself, with its nginx and Redis. */
  stopWithinMs: 28_000,
  environment: { DRAIN_WAIT_MS: '0' },
};

const oneProcess = { args: [], stopWithinMs: 10_000, environment: {} };

const roleSecret = 'secret-of-the-e2e-tests';

/** A whole Moim over a throw-away database, without demo data; `close` leaves nothing behind. */
export async function startStack({
  execution,
  port,
  supergraphs = 1,
  databases = process.env['MOIM_E2E_DATABASES'] === 'apart' ? 'apart' : 'together',
  hasReplica = false,
  environment = {},
  hasMetrics = false,
}: StackOptions): Promise<Stack> {
  if (port !== undefined) keepPort(port); // a subgraph on it would answer for the supergraph
  const folder = mkdtempSync(join(tmpdir(), 'moim-e2e-'));
  chmodSync(folder, 0o755); // as root, the database's user must be able to enter it
  const undo: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const close = async () => {
    while (undo.length > 0) await undo.pop()?.();
  };
  try {
    const postgres = await startEmbeddedPostgres({
      folder: join(folder, 'postgres'),
      password: 'test',
      isDurable: false,
      ...(isDistributed && { maxConnections: 250 }),
    });
    undo.push(() => postgres.stop());
    const ownerUrlOf = await ensureDatabases(postgres.url, databases);
    const databaseUrl = ownerUrlOf('messaging');
    const standby = hasReplica ? await openStandby(postgres, folder, undo) : null;
    const joined = standby?.start();
    const replicaUrlOf = (name: string) => standby && onServer(standby.url, ownerUrlOf(name));
    const metricsUrls: string[] = [];
    const metricsVariables = async () => (hasMetrics ? measured(metricsUrls) : {});
    const places = { ownerUrlOf, replicaUrlOf, folder, environment, undo, metricsVariables };
    const setting = {
      ...places,
      port: port ?? (await findFreePort()),
      others: await freePorts(supergraphs - 1),
    };
    const subgraphs = execution === 'in-process' ? await startOne(setting) : await startMany(setting);
    await joined;
    return {
      ...{ execution, url: addressOf(setting.port), databaseUrl },
      urls: [setting.port, ...setting.others].map(addressOf),
      ...{ replicaUrl: replicaUrlOf('messaging'), subgraphs, metricsUrls, close },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function ensureDatabases(url: string, databases: Databases): Promise<(subgraph: string) => string> {
  const urls = new Map<string, string>();
  for (const name of subgraphNames)
    urls.set(name, await ensureDatabase(url, databases === 'apart' ? `moim_${name}` : 'moim'));
  return (subgraph) => urls.get(subgraph) ?? '';
}

async function openStandby(
  primary: EmbeddedPostgres,
  folder: string,
  undo: (() => unknown)[],
): Promise<EmbeddedStandby> {
  const standby = await openEmbeddedStandby({ primary, folder: join(folder, 'standby'), isDurable: false });
  undo.push(() => standby.stop());
  return standby;
}

/** The same database on another server. */
const onServer = (server: string, databaseUrl: string): string =>
  Object.assign(new URL(server), { pathname: new URL(databaseUrl).pathname }).href;

interface Setting {
  /** Of a superuser, by subgraph. */
  readonly ownerUrlOf: (subgraph: string) => string;
  /** The same on the replica; null without one. */
  readonly replicaUrlOf: (subgraph: string) => string | null;
  readonly folder: string;
  readonly port: number;
  /** Of further supergraphs. */
  readonly others: readonly number[];
  readonly environment: Readonly<Record<string, string>>;
  readonly undo: (() => unknown)[];
  /** For one process. */
  readonly metricsVariables: () => Promise<Record<string, string>>;
}

/** A port of its own for one process, noted in the list. */
async function measured(urls: string[]): Promise<Record<string, string>> {
  const port = String(await findFreePort());
  urls.push(`http://127.0.0.1:${port}/metrics`);
  return { METRICS_PORT: port };
}

async function startOne({
  ownerUrlOf,
  replicaUrlOf,
  folder,
  port,
  environment,
  undo,
  metricsVariables,
}: Setting): Promise<Stack['subgraphs']> {
  const { args, stopWithinMs, environment: ownVariables } = isDistributed ? distributed : oneProcess;
  const variables = {
    ...ownVariables,
    MOIM_DATA: join(folder, 'data'),
    MOIM_DEMO: '0',
    ...Object.fromEntries(subgraphNames.map((name) => [databaseVariable(name), ownerUrlOf(name)])),
    ...Object.fromEntries(subgraphNames.map((name) => [replicaVariable(name), replicaUrlOf(name) ?? ''])),
    DATABASE_ROLE_SECRET: roleSecret,
    ...(await metricsVariables()),
    ...environment,
  };
  const program = await startProgram('app/start.mjs', port, variables, { args, stopWithinMs });
  undo.push(() => program.stop());
  return {};
}

async function startMany(setting: Setting): Promise<Stack['subgraphs']> {
  const { ownerUrlOf, replicaUrlOf, port, others, undo } = setting;
  await prepareDatabases({ ownerUrlOf, roleSecret });
  const keys = generateInternalKeyPair();
  const ports = await subgraphPorts();
  const variables = {
    LOG_LEVEL: 'warn',
    DRAIN_WAIT_MS: '0',
    INTERNAL_TOKEN_PUBLIC_KEY: formatInternalKey(keys.publicKey),
    INTERNAL_TOKEN_PRIVATE_KEY: formatInternalKey(keys.privateKey),
    INSURANCE_DATA_KEY: 'only-for-tests-00',
    INSURER_CALLBACK_SECRET: 'only-for-tests-01',
    ...urlVariables((name) => ports[name]),
    ...setting.environment,
  };
  const metrics = await metricsVariablesOf(setting);
  const start = async (name: SubgraphName): Promise<[SubgraphName, SubgraphProcess]> => {
    const replica = replicaUrlOf(name);
    const run = () =>
      startProgram(planOf(name).file, ports[name], {
        ...variables,
        ...metrics[name],
        [databaseVariable(name)]: subgraphUrl({ url: ownerUrlOf(name), subgraph: name, roleSecret }),
        [replicaVariable(name)]: replica
          ? subgraphReaderUrl({ url: replica, subgraph: name, roleSecret })
          : '',
      });
    const network = await startTcpProxy(ports[name]);
    undo.push(() => network.close());
    const process = {
      network,
      url: `http://127.0.0.1:${ports[name]}`,
      program: await run(),
      restart: async () => void (process.program = await run()),
    };
    undo.push(() => process.program.stop());
    return [name, process];
  };
  const subgraphs: Partial<Record<SubgraphName, SubgraphProcess>> = Object.fromEntries(
    await Promise.all(subgraphNames.map(start)),
  );
  const startSupergraph = async (at: number, measured: Record<string, string> = {}) => {
    const supergraph = await startProgram(planOf('supergraph').file, at, {
      ...variables,
      ...measured,
      ...urlVariables((name) => subgraphs[name]?.network.port ?? ports[name]),
    });
    undo.push(() => supergraph.stop());
  };
  await startSupergraph(port, metrics.supergraph);
  for (const other of others) await startSupergraph(other);
  return subgraphs;
}

function planOf(name: ServiceName): ServicePlan {
  const plan = services.find((service) => service.name === name);
  if (!plan) throw new Error(`there is no service ${name}`);
  return plan;
}

/** One after the other: a port is free until somebody takes it. */
async function metricsVariablesOf({
  metricsVariables,
}: Setting): Promise<Partial<Record<SubgraphName | 'supergraph', Record<string, string>>>> {
  const variables: Awaited<ReturnType<typeof metricsVariablesOf>> = {};
  for (const name of [...subgraphNames, 'supergraph'] as const) variables[name] = await metricsVariables();
  return variables;
}

async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) ports.push(await findFreePort());
  return ports;
}

async function subgraphPorts(): Promise<Record<SubgraphName, number>> {
  const ports: Record<SubgraphName, number> = {
    ...{ identity: 0, calendar: 0, messaging: 0, travel: 0, insurance: 0, telemetry: 0 },
  };
  for (const name of subgraphNames) ports[name] = await findFreePort();
  return ports;
}

const addressOf = (port: number): string => `http://127.0.0.1:${port}`;

/** `SUBGRAPH_URL_<NAME>` for all of them. */
function urlVariables(portOf: (name: SubgraphName) => number): Record<string, string> {
  return Object.fromEntries(
    subgraphNames.map((name) => [urlVariable(name), `http://127.0.0.1:${portOf(name)}`]),
  );
}

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { formatInternalKey, generateInternalKeyPair } from '@moim/kit/auth/internal-keys.ts';
import { root } from '../configuration.ts';
import { replicaVariable } from '@moim/kit/config/replica-urls.ts';
import { databaseVariable } from '../database/database-urls.ts';
import { secretOf, type Secrets } from '../secrets.ts';
import { subgraphNames } from '../subgraph-names.ts';
import { type ServiceName, type ServicePlan, services, urlVariable } from './plan.ts';

export interface EnvironmentsOptions {
  /** Logs in as the role of the subgraph. */
  readonly databaseUrlOf: (subgraph: string) => string;
  /** Of its replicas, as the role that only reads; several are separated by commas, none is ''. */
  readonly replicaUrlsOf: (subgraph: string) => string;
  readonly redisUrl: string;
  readonly redisPrefix: string;
  readonly secrets: Secrets;
  /** Every port at which a process of the service may listen on this machine. */
  readonly portsOf: (service: ServiceName) => readonly number[];
  readonly trustedProxies: readonly string[];
  readonly webOrigins: readonly string[];
  /** Where people open this installation, separated by commas. */
  readonly ownOrigins: string;
  /** Absolute. */
  readonly extensionsFolder: string;
  readonly drainWaitMs: number;
  readonly logLevel: string;
  /** The operator's: what a service reads beyond the plan, e.g. a model's address. */
  readonly outer: NodeJS.ProcessEnv;
}

/** Compiled code is kept beside the installed packages: a process that is replaced starts in half the time. */
const compileCache = join(root, 'node_modules', '.cache', 'moim');

/** What the operator tells the supervisor and no service needs to know. */
const isForSupervisor = (name: string): boolean =>
  /^(DATABASE_|POSTGRES_|INTERNAL_TOKEN_|SUBGRAPH_URL_)/.test(name) ||
  ['NODE_CHANNEL_FD', 'METRICS_PORT'].includes(name);
/** Given by the plan, to those that it names. */
const planned = new Set(services.flatMap(({ variables }) => variables));
const settings = new Set(services.flatMap((service) => service.settings));

/** The variables of each process: of the plan, and nothing of another service's secrets. */
export function environmentsOf(options: EnvironmentsOptions) {
  const { outer, portsOf, secrets, logLevel } = options;
  const keys = generateInternalKeyPair();
  const kept = Object.entries(outer).filter(([name]) => !isForSupervisor(name) && !planned.has(name));
  const values: Readonly<Record<string, string>> = {
    DRAIN_WAIT_MS: String(options.drainWaitMs),
    INTERNAL_TOKEN_PUBLIC_KEY: formatInternalKey(keys.publicKey),
    INTERNAL_TOKEN_PRIVATE_KEY: formatInternalKey(keys.privateKey),
    REDIS_URL: options.redisUrl,
    REDIS_PREFIX: options.redisPrefix,
    // The same in every process that ever serves a payment's page.
    PAYMENT_SANDBOX_SECRET: outer['PAYMENT_SANDBOX_SECRET'] ?? randomBytes(32).toString('hex'),
    TRUSTED_PROXIES: options.trustedProxies.join(','),
    MOIM_EXTENSIONS: options.extensionsFolder,
    WEB_ORIGINS: options.webOrigins.join(','),
    MOIM_ORIGINS: outer['MOIM_ORIGINS'] ?? options.ownOrigins,
    INSURANCE_DATA_KEY: secretOf(secrets, 'INSURANCE_DATA_KEY') ?? '',
    INSURER_CALLBACK_SECRET: secretOf(secrets, 'INSURER_CALLBACK_SECRET') ?? '',
    ...Object.fromEntries(subgraphNames.map((name) => [urlVariable(name), urlsOf(portsOf(name))])),
    ...Object.fromEntries(
      subgraphNames.flatMap((name) => [
        [databaseVariable(name), options.databaseUrlOf(name)],
        [replicaVariable(name), options.replicaUrlsOf(name)],
      ]),
    ),
  };
  const metricsPorts = metricsPortsOf(outer['METRICS_PORT'], portsOf);
  return (service: ServicePlan, host: string, port: number): NodeJS.ProcessEnv => {
    const all = { ...values, HOST: host, PORT: String(port) };
    const own = Object.entries(all).filter(([name]) => service.variables.includes(name));
    const others = kept.filter(([name]) => !settings.has(name) || service.settings.includes(name));
    const metricsPort = metricsPorts.get(port);
    const seen = metricsPort === undefined ? {} : { METRICS_PORT: String(metricsPort) };
    const common = { NODE_COMPILE_CACHE: compileCache, ...Object.fromEntries(others), ...seen };
    return { ...common, LOG_LEVEL: logLevel, ...Object.fromEntries(own) };
  };
}

const urlsOf = (ports: readonly number[]): string =>
  ports.map((port) => `http://127.0.0.1:${port}`).join(',');

/**
 * Where the processes serve their metrics: one port a replica, from METRICS_PORT upwards in the order of the
 * plan. The two processes of a replica share it, one after the other.
 */
function metricsPortsOf(
  first: string | undefined,
  portsOf: EnvironmentsOptions['portsOf'],
): ReadonlyMap<number, number> {
  if (!first) return new Map();
  const ports = services.flatMap(({ name }) => portsOf(name));
  return new Map(ports.map((port, index) => [port, Number(first) + Math.floor(index / 2)]));
}

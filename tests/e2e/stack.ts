import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatInternalKey, generateInternalKeyPair } from '@moim/kit/auth/internal-keys.ts';
import { findFreePort } from '@moim/kit/db/embedded-postgres/free-port.ts';
import { startEmbeddedPostgres } from '@moim/kit/db/embedded-postgres/start-embedded-postgres.ts';
import { ensureDatabase } from '@moim/kit/db/ensure-database.ts';
import { migrate } from '@moim/kit/db/migrate.ts';
import { subgraphUrl } from '@moim/kit/db/roles.ts';
import { type Program, startProgram } from './program.ts';
import { startTcpProxy, type TcpProxy } from '@moim/kit/testing/tcp-proxy.ts';

/** `in-process`: one Node process, as `npm start`. `processes`: one a service, over real sockets. */
export type Execution = 'in-process' | 'processes';

export const subgraphNames = [
  'identity',
  'calendar',
  'messaging',
  'travel',
  'insurance',
  'telemetry',
] as const;
export type SubgraphName = (typeof subgraphNames)[number];

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
  /** The public port. */
  readonly url: string;
  /** Superuser of the database, to count statements and look at rows. */
  readonly databaseUrl: string;
  /** Empty for `in-process`. */
  readonly subgraphs: Readonly<Partial<Record<SubgraphName, SubgraphProcess>>>;
  close(): Promise<void>;
}

export interface StackOptions {
  readonly execution: Execution;
  /** Of the public port; by default a free one. */
  readonly port?: number;
  /** More variables for every process. */
  readonly environment?: Readonly<Record<string, string>>;
}

const roleSecret = 'secret-of-the-e2e-tests';

/** A whole Moim over a throw-away database, without demo data; `close` leaves nothing behind. */
export async function startStack({ execution, port, environment = {} }: StackOptions): Promise<Stack> {
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
    });
    undo.push(() => postgres.stop());
    const databaseUrl = await ensureDatabase(postgres.url, 'moim');
    const setting = { databaseUrl, folder, environment, undo, port: port ?? (await findFreePort()) };
    const subgraphs = execution === 'in-process' ? await startOne(setting) : await startMany(setting);
    return { execution, url: `http://127.0.0.1:${setting.port}`, databaseUrl, subgraphs, close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Setting {
  readonly databaseUrl: string;
  readonly folder: string;
  readonly port: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly undo: (() => unknown)[];
}

async function startOne({
  databaseUrl,
  folder,
  port,
  environment,
  undo,
}: Setting): Promise<Stack['subgraphs']> {
  const program = await startProgram('app/src/main.ts', port, {
    MOIM_DATA: join(folder, 'data'),
    MOIM_DEMO: '0',
    DATABASE_URL: databaseUrl,
    DATABASE_ROLE_SECRET: roleSecret,
    ...environment,
  });
  undo.push(() => program.stop());
  return {};
}

async function startMany(setting: Setting): Promise<Stack['subgraphs']> {
  const { databaseUrl, port, undo } = setting;
  await migrate({
    url: databaseUrl,
    roleSecret,
    subgraphs: subgraphNames.map((name) => ({
      name,
      migrations: new URL(`../../subgraphs/${name}/migrations/`, import.meta.url),
    })),
  });
  const keys = generateInternalKeyPair();
  const ports = await freePorts();
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
  const start = async (name: SubgraphName): Promise<[SubgraphName, SubgraphProcess]> => {
    const run = () =>
      startProgram(`subgraphs/${name}/src/main.ts`, ports[name], {
        ...variables,
        DATABASE_URL: subgraphUrl({ url: databaseUrl, subgraph: name, roleSecret }),
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
  const supergraph = await startProgram('supergraph/src/main.ts', port, {
    ...variables,
    ...urlVariables((name) => subgraphs[name]?.network.port ?? ports[name]),
  });
  undo.push(() => supergraph.stop());
  return subgraphs;
}

async function freePorts(): Promise<Record<SubgraphName, number>> {
  const ports: Record<SubgraphName, number> = {
    ...{ identity: 0, calendar: 0, messaging: 0, travel: 0, insurance: 0, telemetry: 0 },
  };
  for (const name of subgraphNames) ports[name] = await findFreePort();
  return ports;
}

/** `SUBGRAPH_URL_<NAME>` for all of them. */
function urlVariables(portOf: (name: SubgraphName) => number): Record<string, string> {
  return Object.fromEntries(
    subgraphNames.map((name) => [`SUBGRAPH_URL_${name.toUpperCase()}`, `http://127.0.0.1:${portOf(name)}`]),
  );
}

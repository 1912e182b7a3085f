import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartupError } from '../../config/startup-error.ts';
import { canConnect } from './can-connect.ts';
import { Claims } from './claims.ts';
import { explainFailure } from './explain-failure.ts';
import { findFreePort } from './free-port.ts';
import { initialise, isInitialised, superuser } from './initialise.ts';
import { launch, LaunchFailure } from './launch.ts';
import { type Location, prepareLocation } from './location.ts';
import { findRunningPostmaster, forgetStalePid, readPostmaster } from './postmaster.ts';
import { withStartLock } from './start-lock.ts';
import { stopServer, stopServerNow } from './stop.ts';

export interface EmbeddedPostgresOptions {
  /** Absolute; receives the cluster, its log and the list of its users. */
  readonly folder: string;
  /** Of the superuser; must stay the same for the life of the cluster. */
  readonly password: string;
  /** Default true; false only for tests. */
  readonly isDurable?: boolean;
  /** Default 100. */
  readonly maxConnections?: number;
}

export type Origin = 'created' | 'started' | 'recovered' | 'attached';

export interface EmbeddedPostgres {
  /** Superuser, database `postgres`. */
  readonly url: string;
  readonly origin: Origin;
  readonly location: Location;
  /** Stops the server unless another living process uses it. */
  stop(): Promise<void>;
  /** The same without waiting or checkpoint, for a process that ends this instant. */
  stopNow(): void;
}

/**
 * A running PostgreSQL 18 over `folder`: attached to when one runs there already, created on first
 * use, recovered after a crash.
 *
 * @throws {StartupError} when it cannot run, with the reason in one sentence
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const location = prepareLocation(options.folder);
  const logFile = join(options.folder, 'postgresql.log');
  const claims = new Claims(join(options.folder, 'users'));
  mkdirSync(options.folder, { recursive: true });
  claims.add();
  try {
    const { port, origin } = await withStartLock(join(options.folder, 'starting'), () =>
      attachOrLaunch({ ...options, location, logFile }),
    );
    return {
      ...{ url: urlOf(options.password, port), origin, location },
      stop: () => leave(claims, location),
      stopNow: () => (claims.remove() ? stopServerNow(location.cluster) : undefined),
    };
  } catch (error) {
    await leave(claims, location);
    throw error;
  }
}

async function leave(claims: Claims, { cluster }: Location): Promise<void> {
  if (claims.remove()) await stopServer(cluster);
}

interface Attempt extends EmbeddedPostgresOptions {
  readonly location: Location;
  readonly logFile: string;
}

/** Another process may be stopping the same cluster meanwhile: then look again. */
async function attachOrLaunch(attempt: Attempt): Promise<{ port: number; origin: Origin }> {
  const deadline = Date.now() + 20_000;
  // Asked once: a second try no longer sees what the first one cleared away.
  const wasLeftBehind = readPostmaster(attempt.location.cluster) !== null;
  for (;;) {
    const failure = await tryOnce(attempt, wasLeftBehind);
    if (!(failure instanceof LaunchFailure)) return failure;
    if (Date.now() > deadline || !isTransient(failure.output))
      throw new StartupError(explainFailure(failure.output, attempt.location.cluster, attempt.logFile));
    await sleep(200);
  }
}

/** A dying server holds its lock for a moment, and a port can be taken between choice and use. */
const isTransient = (output: string): boolean =>
  /lock file "postmaster\.pid" already exists|pre-existing shared memory block|Address already in use|is not answering/.test(
    output,
  );

async function tryOnce(
  attempt: Attempt,
  wasLeftBehind: boolean,
): Promise<{ port: number; origin: Origin } | LaunchFailure> {
  const { location, password } = attempt;
  const running = findRunningPostmaster(location.cluster);
  if (running) return attach(running.port, password);

  const isNew = !isInitialised(location);
  const origin = isNew ? 'created' : wasLeftBehind ? 'recovered' : 'started';
  if (isNew) await initialise({ ...attempt, isDurable: attempt.isDurable ?? true });
  try {
    const port = await launchOnFreePort(attempt);
    // A ready server that refuses us refuses our password, and says so here.
    if (!isNew) await canConnect(urlOf(password, port));
    return { port, origin };
  } catch (error) {
    if (error instanceof LaunchFailure) return error;
    throw error;
  }
}

async function launchOnFreePort({ location, logFile, isDurable = true, maxConnections = 100 }: Attempt) {
  forgetStalePid(location.cluster);
  const port = await findFreePort();
  await launch(location, { port, isDurable, maxConnections }, logFile);
  return port;
}

async function attach(
  port: number,
  password: string,
): Promise<{ port: number; origin: Origin } | LaunchFailure> {
  const isAnswering = await canConnect(urlOf(password, port));
  return isAnswering
    ? { port, origin: 'attached' }
    : new LaunchFailure('FATAL: the running server is not answering');
}

const urlOf = (password: string, port: number): string =>
  `postgres://${superuser}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;

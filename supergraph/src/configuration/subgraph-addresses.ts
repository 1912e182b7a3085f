import { z } from 'zod';
import { readConfiguration } from '@moim/kit/config/read-configuration.ts';
import { httpUrls } from '@moim/kit/config/variables.ts';
import type { Streaming } from '../execution/remote-connection.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const streaming = z.enum(['socket', 'events'], 'must be socket or events').default('socket');

/**
 * `SUBGRAPH_URL_<NAME>`, one or several separated by commas: a base address means `/graphql` there.
 *
 * @throws {StartupError} naming what is no address
 */
export function readSubgraphUrls(environment: Environment): Map<string, string[]> {
  const addresses = readNamed('SUBGRAPH_URL_', httpUrls, environment);
  return new Map([...addresses].map(([name, urls]) => [name, urls.map(endpointAt)]));
}

/**
 * `SUBGRAPH_STREAMS_<NAME>`: `events` where its subscriptions are server-sent events.
 *
 * @throws {StartupError} naming what is neither
 */
export const readSubgraphStreams = (environment: Environment): Map<string, Streaming> =>
  readNamed('SUBGRAPH_STREAMS_', streaming, environment);

/** Variables of one kind, one for each subgraph, by its lower-case name. */
function readNamed<Value>(
  prefix: string,
  kind: z.ZodType<Value>,
  environment: Environment,
): Map<string, Value> {
  const names = Object.keys(environment).filter((name) => name.startsWith(prefix));
  const read = readConfiguration(
    z.object(Object.fromEntries(names.map((name) => [name, kind]))),
    environment,
  );
  return new Map(
    Object.entries(read).map(([name, value]) => [name.slice(prefix.length).toLowerCase(), value]),
  );
}

const endpointAt = (url: URL): string => (url.pathname === '/' ? new URL('/graphql', url).href : url.href);

import { z } from 'zod';
import {
  drainWait,
  flag,
  list,
  logLevel,
  operationDeadline,
  port,
  redisPrefix,
  redisUrl,
  webOrigins,
} from '@moim/kit/config/variables.ts';
import { adhocVariable } from '../access/adhoc-variable.ts';
import { extensionEventBytes } from '../extensions/event-bytes.ts';
import { connectionsVariable, effortVariables } from '../limits/effort-variables.ts';
import { pointVariables } from '../limits/point-variables.ts';

/** What an operator says to a supergraph, beside where its subgraphs are. */
export const variables = z.object({
  PORT: port.default(4000),
  HOST: z.string().default('127.0.0.1'),
  LOG_LEVEL: logLevel.default('info'),
  DRAIN_WAIT_MS: drainWait,
  /** 1: the process that takes over may listen on the same port already. */
  SHARES_PORT: flag.default(false),
  /** A supergraph file of somebody else's; ours when it is not set. */
  SUPERGRAPH: z.string().optional(),
  /** Milliseconds between looks at that file for a new one, 0: never. Where it is somebody else's a second. */
  SUPERGRAPH_POLL_MS: z.coerce.number().int().min(0).max(3_600_000).optional(),
  /** Signs what subgraphs are told about the caller. */
  INTERNAL_TOKEN_PRIVATE_KEY: z.string().optional(),
  /** Set: what viewers wrote is known to every supergraph; absent: to this one alone. */
  REDIS_URL: redisUrl.optional(),
  REDIS_PREFIX: redisPrefix.default('moim'),
  /** Folder of what the installation added to our graph. */
  MOIM_EXTENSIONS: z.string().optional(),
  EXTENSION_EVENT_BYTES: extensionEventBytes,
  MOIM_ISSUER: z.string().default('moim'),
  /** Origins beside our own whose pages may use the graph, separated by commas. */
  WEB_ORIGINS: webOrigins,
  /** Addresses and CIDRs of proxies whose word about their clients is believed, separated by commas. */
  TRUSTED_PROXIES: list.default([]),
  OPERATION_DEADLINE_MS: operationDeadline,
  /** Labels of `@override(label:)` that are true, beside percentages, separated by commas. */
  OVERRIDE_LABELS: list.default([]),
  /** 0: to measure what requests cost. */
  SHARED_READS: flag.default(true),
  ...pointVariables,
  ...effortVariables,
  ...connectionsVariable,
  ...adhocVariable,
});

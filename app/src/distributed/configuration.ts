import { readConfiguration } from '@moim/kit/config/read-configuration.ts';
import { drainWait } from '@moim/kit/config/variables.ts';
import { z } from 'zod';
import { type AppConfiguration, readAppConfiguration } from '../configuration.ts';
import { readReplicaCounts, type ReplicaCounts } from './replica-counts.ts';

/** What the supervisor is told beyond `npm start`. */
const variables = z.object({
  DRAIN_WAIT_MS: drainWait,
});

export interface DistributedConfiguration extends AppConfiguration {
  readonly replicas: ReplicaCounts;
  /** Milliseconds that each process waits between "not ready" and its end. */
  readonly drainWaitMs: number;
}

/** @throws {StartupError} naming what is wrong */
export function readDistributedConfiguration(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): DistributedConfiguration {
  const read = readConfiguration(variables, environment);
  return {
    ...readAppConfiguration(environment),
    replicas: readReplicaCounts(args),
    drainWaitMs: read.DRAIN_WAIT_MS,
  };
}

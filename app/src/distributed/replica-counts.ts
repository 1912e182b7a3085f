import { StartupError } from '@moim/kit/config/startup-error.ts';
import { isService, type ServiceName, services } from './plan.ts';

export type ReplicaCounts = ReadonlyMap<ServiceName, number>;

/** More processes of one service on one machine than this are a mistyped number. */
const maxReplicas = 16;
const usage = 'Say it like this: npm run start:distributed -- --replicas messaging=2,supergraph=2';

/**
 * `--replicas messaging=2,supergraph=2`; one of everything that is not named.
 *
 * @throws {StartupError} with how it is said
 */
export function readReplicaCounts(args: readonly string[]): ReplicaCounts {
  const counts = new Map(services.map(({ name }): [ServiceName, number] => [name, 1]));
  if (args.length === 0) return counts;
  const list = /^--replicas[= ](\S+)$/.exec(args.join(' '))?.[1];
  if (list === undefined) throw new StartupError(`"${args.join(' ')}" is not understood. ${usage}`);
  for (const part of list.split(',')) {
    const [name = '', text = ''] = part.split('=');
    const count = Number(text);
    if (!isService(name))
      throw new StartupError(`There is no service "${name}": ${[...counts.keys()].join(', ')}. ${usage}`);
    if (!Number.isInteger(count) || count < 1 || count > maxReplicas)
      throw new StartupError(`"${part}" must name a number from 1 to ${maxReplicas}. ${usage}`);
    counts.set(name, count);
  }
  return counts;
}

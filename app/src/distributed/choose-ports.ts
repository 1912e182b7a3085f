import { findFreePort } from '@moim/kit/db/embedded-postgres/free-port.ts';
import type { DistributedConfiguration } from './configuration.ts';
import { type ServiceName, services } from './plan.ts';

export type PortPairs = ReadonlyMap<ServiceName, readonly (readonly [number, number])[]>;

/** Two private ports for each replica; the one supergraph that has no nginx before it takes the public port. */
export async function choosePorts({ replicas, port }: DistributedConfiguration): Promise<PortPairs> {
  const taken = new Set<number>([port]);
  const next = async (): Promise<number> => {
    const found = await findFreePort();
    if (taken.has(found)) return next();
    taken.add(found);
    return found;
  };
  const pairs = new Map<ServiceName, [number, number][]>();
  for (const { name } of services) {
    const count = replicas.get(name) ?? 1;
    const isPublic = name === 'supergraph' && count === 1;
    const own: [number, number][] = [];
    for (let index = 0; index < count; index += 1)
      own.push(isPublic ? [port, port] : [await next(), await next()]);
    pairs.set(name, own);
  }
  return pairs;
}

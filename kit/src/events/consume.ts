import { consumeShard } from './consume-shard.ts';
import { shardCount } from './contract.ts';
import type { Candidacy } from './elections.ts';
import type { Group } from './group.ts';

/** One candidacy a shard: of all processes, one at a time takes its events. */
export function consumerCandidacies(group: Group): Candidacy[] {
  const { subgraph, consumer } = group;
  return Array.from({ length: shardCount }, (_, shard) => ({
    key: `moim.consumer.${subgraph}.${consumer.group}.${consumer.source}.${shard}`,
    lead: ({ signal }) => consumeShard(group, shard, signal),
  }));
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import type { Door } from '../access/door.ts';
import { TooManyConnections } from '../limits/too-many-connections.ts';
import type { SupergraphMetrics } from '../metrics/supergraph-metrics.ts';
import { ConnectionsPerAddress } from './connections-per-address.ts';
import { onceAMinute } from './once-a-minute.ts';
import { sendRefusal } from './send-refusal.ts';
import type { TrustedProxies } from './trusted-proxies.ts';

/** Seconds after which one of the others may have gone. */
const retryAfterSeconds = 5;
const crowdedAddress =
  'an address has as many connections as it may; where it is a proxy, TRUSTED_PROXIES has to name it';

export interface CrowdOptions {
  /** Connections of one address; Infinity: any number. */
  readonly most: number;
  readonly proxies: TrustedProxies;
  readonly metrics: Pick<SupergraphMetrics, 'refused'>;
  readonly log: Pick<Logger, 'warn'>;
}

/** Who has too many connections is counted, and told to the operator once in a while. */
export function limitCrowds({ most, proxies, metrics, log }: CrowdOptions): ConnectionsPerAddress {
  const warn = onceAMinute((address: string) => log.warn({ address }, crowdedAddress));
  return new ConnectionsPerAddress({
    ...{ most, proxies },
    onExcess: (address) => {
      metrics.refused('connections');
      warn(address);
    },
  });
}

/** @param door - says it in the words of its supergraph */
export function refuseCrowd(request: IncomingMessage, response: ServerResponse, door: Door): void {
  const refusal = new TooManyConnections();
  response.setHeader('retry-after', String(retryAfterSeconds));
  sendRefusal(response, request.headers.accept, refusal, door.errorsOf(refusal, newUuid()));
}

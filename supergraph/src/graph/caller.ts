import type { OperationIdentity } from '@moim/kit/auth/viewer.ts';
import type { Position, ReadDemand } from '@moim/kit/db/replicas/read-demand.ts';
import { latest, type Positions } from '../freshness/freshness.ts';

/** Who an operation is executed for: travels through Apollo Server in its context. */
export class Caller {
  readonly identity: OperationIdentity;
  /** The client's own header, for subgraphs that are not given our internal token. */
  readonly authorization: string | undefined;
  #written: Positions | null = null;

  constructor(identity: OperationIdentity, authorization?: string) {
    this.identity = identity;
    this.authorization = authorization;
  }

  /** Where the subgraphs' logs stood after what this operation wrote; null: it wrote nothing. */
  get written(): Positions | null {
    return this.#written;
  }

  noteWritten({ cluster, lsn }: Position): void {
    this.#written = latest(this.#written ?? {}, { [cluster]: lsn });
  }

  /** The same, with reads that are at least so fresh. */
  reading(reads: ReadDemand): Caller {
    return new Caller({ ...this.identity, reads }, this.authorization);
  }

  /** The same, asking from there. */
  from(clientAddress: string): Caller {
    return new Caller({ ...this.identity, clientAddress }, this.authorization);
  }
}

/** The supergraph itself, for streams and checks that it shares between viewers. */
export const serviceCaller = (requestId: string): Caller =>
  new Caller({ viewer: null, isService: true, requestId });

/** The context that Apollo Server hands on, typed `any` there. */
export function callerOf(context: Readonly<Record<string, unknown>>): Caller {
  const { caller } = context;
  if (!(caller instanceof Caller)) throw new TypeError('an operation reached a subgraph without its caller');
  return caller;
}

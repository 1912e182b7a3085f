import type { OperationIdentity } from '@moim/kit/auth/viewer.ts';
import type { KeyedRequest } from '@moim/kit/idempotency/keyed-request.ts';
import type { Position, ReadDemand } from '@moim/kit/db/replicas/read-demand.ts';
import { latest, type Positions } from '../freshness/freshness.ts';

/** What is known of a caller and not told to our subgraphs. */
interface Presented {
  /** The client's own header, for subgraphs that are not given our internal token. */
  readonly authorization?: string;
  /** The app that asks for the viewer, or for itself; null: none is named. */
  readonly appId?: string | null;
}

/** Who an operation is executed for: travels through Apollo Server in its context. */
export class Caller {
  readonly identity: OperationIdentity;
  readonly #presented: Presented;
  #written: Positions | null = null;

  constructor(identity: OperationIdentity, presented: Presented = {}) {
    this.identity = identity;
    this.#presented = presented;
  }

  get authorization(): string | undefined {
    return this.#presented.authorization;
  }

  /** Equal for callers whom nothing tells apart that may change an answer; the id of a request may not. */
  get asker(): string {
    const { requestId: _, ...who } = this.identity;
    return JSON.stringify([who, this.authorization ?? null]);
  }

  /** True where neither a member nor an app asks. */
  get isNobody(): boolean {
    return this.identity.viewer === null && !this.identity.app;
  }

  get appId(): string | null {
    return this.#presented.appId ?? null;
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
    return new Caller({ ...this.identity, reads }, this.#presented);
  }

  /** The same, asking for what is to be done once. */
  keyed(keyed: KeyedRequest): Caller {
    return new Caller({ ...this.identity, keyed }, this.#presented);
  }

  /** The same, asking from there. */
  from(clientAddress: string): Caller {
    return new Caller({ ...this.identity, clientAddress }, this.#presented);
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

import type { ReadDemand } from '../db/replicas/read-demand.ts';
import type { KeyedRequest } from '../idempotency/keyed-request.ts';

export const roles = ['MEMBER', 'INSTRUCTOR', 'CX', 'ADMIN', 'OPERATOR'] as const;
export type Role = (typeof roles)[number];

/** Who asks. Comes only from a verified token, never from a request's own fields. */
export interface Viewer {
  readonly memberId: string;
  readonly sessionId: string;
  readonly roles: readonly Role[];
  /** Count of this member's group membership changes when the token was checked; 0 for none. */
  readonly membershipVersion: number;
}

/** A program of somebody else that asks for itself, without a member behind it. */
export interface AppIdentity {
  readonly id: string;
  /** What it was allowed, e.g. `weather:read`; never a role. */
  readonly scopes: readonly string[];
}

/** What the supergraph tells a subgraph about one operation, in process or in the internal token. */
export interface OperationIdentity {
  readonly viewer: Viewer | null;
  /** Who asks where no member does; absent: nobody, or the viewer. */
  readonly app?: AppIdentity | undefined;
  /** True when the supergraph itself asks, for a stream that it shares between viewers. */
  readonly isService: boolean;
  /** Correlates log lines of one client request across processes. */
  readonly requestId: string;
  /** The client's address as the trusted edge saw it; absent where nobody said. */
  readonly clientAddress?: string | undefined;
  /** How fresh what is read must be; absent: the primary, as for whoever does not come through us. */
  readonly reads?: ReadDemand | undefined;
  /** Of a mutation that is to be done once, however often it is sent; absent: each time. */
  readonly keyed?: KeyedRequest | undefined;
}

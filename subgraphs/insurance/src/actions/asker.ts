import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { type ActorRole, shortenAddress } from '../domain/access.ts';

/** Who asks, and from where. */
export interface Asker extends Viewer {
  /** Address of the client; null or absent where there was no request. */
  readonly address?: string | null;
}

/** Who did it, as the access log has it. */
export interface Actor {
  readonly actorId: string | null;
  readonly actorRole: ActorRole;
  readonly origin: string | null;
}

export const asActor = ({ memberId, address }: Asker, actorRole: 'CX' | 'HOLDER'): Actor => ({
  actorId: memberId,
  actorRole,
  origin: address ? shortenAddress(address) : null,
});

/** The installation itself: a job, or another subgraph's event. */
export const systemActor: Actor = { actorId: null, actorRole: 'SYSTEM', origin: null };

export const insurerActor = (address: string): Actor => ({
  actorId: null,
  actorRole: 'INSURER',
  origin: shortenAddress(address),
});

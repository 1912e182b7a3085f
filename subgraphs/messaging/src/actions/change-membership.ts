import type { Tx } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { insertAuditLine } from '../db/audit-lines.ts';
import { deleteMember, insertFollowingMember } from '../db/chat-room-members.ts';
import { takeNextSeq } from '../db/chat-rooms.ts';
import { insertMembershipMessage } from '../db/messages.ts';
import { serviceReader } from '../domain/reader.ts';
import { appendMessagePosted } from './append-message-posted.ts';

export interface MembershipChange {
  readonly roomId: string;
  readonly memberId: string;
  /** Who decided it: the member, or who changed the group. */
  readonly actorId: string;
  /** identity's event that caused it; null when the member asked for it. */
  readonly causeEventId: string | null;
}

type ChangeServices = Pick<Services, 'now' | 'newId'>;

/** One row, one message, one event, one audit line. The member must not be in the room. */
export async function joinRoom(tx: Tx, services: ChangeServices, change: MembershipChange): Promise<void> {
  const place = await takePlace(tx, services, change);
  await insertFollowingMember(tx, { ...change, ...place });
  await record(tx, services, { ...change, ...place, kind: 'MEMBER_JOINED' });
}

/** The same for leaving. The member must be in the room. */
export async function leaveRoom(tx: Tx, services: ChangeServices, change: MembershipChange): Promise<void> {
  const place = await takePlace(tx, services, change);
  await endMembership(tx, services, { ...change, ...place });
}

interface Place {
  readonly seq: number;
  readonly at: Date;
}

/** For a caller that holds the room's lock and a place in its timeline already. */
export async function endMembership(
  tx: Tx,
  services: ChangeServices,
  change: MembershipChange & Place,
): Promise<void> {
  const { roomId, memberId } = change;
  if (!(await deleteMember(tx, roomId, memberId)))
    throw new Error(`${memberId} left ${roomId} while being removed`);
  await record(tx, services, { ...change, kind: 'MEMBER_LEFT' });
}

async function takePlace(tx: Tx, { now }: ChangeServices, { roomId }: MembershipChange): Promise<Place> {
  const at = now();
  const place = await takeNextSeq(tx, serviceReader, roomId, at);
  if (!place) throw new Error(`room ${roomId} is gone`);
  return { seq: place.seq, at };
}

type Recorded = MembershipChange & Place & { readonly kind: 'MEMBER_JOINED' | 'MEMBER_LEFT' };

async function record(tx: Tx, services: ChangeServices, change: Recorded): Promise<void> {
  const { roomId, memberId, actorId, causeEventId, seq, at, kind } = change;
  const message = { id: services.newId(), roomId, seq, kind, memberId };
  await insertMembershipMessage(tx, { ...message, at });
  await appendMessagePosted(tx, services, { ...message, sentAt: at });
  const line = { id: services.newId(), at, action: kind, roomId, memberId, actorId, causeEventId };
  await insertAuditLine(tx, line);
}

import { createHash } from 'node:crypto';
import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { Tx } from '@moim/kit/db/database.ts';
import {
  ConflictError,
  InvalidInputError,
  NotFoundError,
  UnauthenticatedError,
} from '@moim/kit/errors/domain-error.ts';
import { isUuid } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { insertGroupMembers } from '../db/group-members.ts';
import { findRequestHash, insertGroup } from '../db/groups.ts';
import { lockMemberships } from '../db/membership-versions.ts';
import { initialMembers } from '../domain/group.ts';
import { maxGroupNameLength, toName } from '../domain/name.ts';
import { tellAdded } from './change-memberships.ts';

export interface CreateGroup {
  /** Made by the client: the same request again is the same group. */
  readonly id: string;
  readonly name: string;
  /** Besides the creator, who becomes OWNER. */
  readonly memberIds: readonly string[];
}

/**
 * @returns the group's id
 * @throws {InvalidInputError} naming the field
 * @throws {NotFoundError} when one of the members does not exist; nothing was created
 * @throws {ConflictError} when the id belongs to another group or to another request
 */
export async function createGroup(services: Services, viewer: Viewer, input: CreateGroup): Promise<string> {
  const id = input.id.toLowerCase();
  if (!isUuid(id)) throw new InvalidInputError('input.id', 'The id is a UUID made by the client.');
  const name = toName(input.name, 'input.name', maxGroupNameLength);
  const others = initialMembers(input.memberIds, viewer.memberId);
  if (!others.every(isUuid)) throw new NotFoundError();
  await services.db.write.transaction((tx) => store(tx, services, viewer, { id, name, others }));
  return id;
}

interface Request {
  readonly id: string;
  readonly name: string;
  readonly others: readonly string[];
}

async function store(tx: Tx, services: Services, { memberId }: Viewer, request: Request): Promise<void> {
  const { id, name, others } = request;
  const at = services.now();
  const requestHash = hashOf(memberId, request);
  const active = await lockMemberships(tx, [memberId, ...others]);
  if (!active.includes(memberId)) throw new UnauthenticatedError();
  if (!(await insertGroup(tx, { id, name, createdBy: memberId, createdAt: at, requestHash })))
    return assertRetry(tx, id, requestHash);
  if (active.length <= others.length) throw new NotFoundError();
  const roleOf = (id: string) => (id === memberId ? ('OWNER' as const) : ('MEMBER' as const));
  const rows = active.map((memberId) => ({ groupId: id, memberId, role: roleOf(memberId), joinedAt: at }));
  await insertGroupMembers(tx, rows);
  await tellAdded(tx, services, active, { groupId: id, actorId: memberId, at });
}

const hashOf = (creatorId: string, { name, others }: Request): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([creatorId, name, others]))
    .digest();

async function assertRetry(tx: Tx, groupId: string, requestHash: Buffer): Promise<void> {
  const stored = await findRequestHash(tx, groupId);
  if (!stored?.equals(requestHash)) throw new ConflictError('This id was used for another group.');
}

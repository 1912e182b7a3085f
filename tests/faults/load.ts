import { DomainError } from '@moim/kit/errors/domain-error.ts';
import { OutageError } from '@moim/kit/errors/outage-error.ts';
import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { addMember } from '@moim/identity/actions/add-member.ts';
import { removeMember } from '@moim/identity/actions/remove-member.ts';
import type { sendMessage } from '@moim/messaging/actions/send-message.ts';
import { sql } from 'drizzle-orm';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ClientLog, type Intent, readClientLog } from './client-log.ts';
import { pick } from './random.ts';
import type { World } from './world.ts';

export interface Load {
  readonly world: World;
  readonly identity: Services;
  readonly messaging: Services;
  /** The action of messaging, or a wrong one. */
  readonly send: typeof sendMessage;
  readonly log: ClientLog;
  readonly folder: string;
  readonly random: () => number;
  /** Clients stop after this long. */
  readonly loadMs: number;
}

export function viewerOf(memberId: string): Viewer {
  return { memberId, sessionId: memberId, roles: ['MEMBER'], membershipVersion: 0 };
}

/** One client a member; what earlier clients heard no answer to is sent again first. */
export async function runLoad(load: Load): Promise<void> {
  for (const intent of unanswered(load)) await perform(load, intent);
  await Promise.all(load.world.memberIds.map((memberId) => actAs(load, memberId)));
}

/** A client that saw its message neither accepted nor refused sends it again under the same id. */
function unanswered({ folder }: Load): Intent[] {
  const open = readClientLog(folder).filter(
    ({ intent, outcome }) => intent.op === 'send' && outcome === null,
  );
  return open.slice(-20).map(({ intent }) => intent);
}

async function actAs(load: Load, memberId: string): Promise<void> {
  const endsAt = performance.now() + load.loadMs;
  while (performance.now() < endsAt) {
    await perform(load, load.random() < 0.6 ? message(load, memberId) : await toggle(load, memberId));
    await sleep(load.random() * 8);
  }
}

function message({ world, identity, random }: Load, memberId: string): Intent {
  const id = identity.newId();
  const roomId = pick(world.rooms, random).id;
  return {
    op: 'send',
    id,
    roomId,
    memberId: random() < 0.5 ? memberId : world.ownerId,
    text: `message ${id}`,
  };
}

async function toggle({ world, identity, random }: Load, memberId: string): Promise<Intent> {
  const groupId = pick(world.groupIds, random);
  const { rows } = await identity.db.write.named('faults.isInGroup').execute(sql`
    select 1 from identity.group_members where group_id = ${groupId} and member_id = ${memberId}`);
  return { op: rows.length > 0 ? 'remove' : 'add', id: identity.newId(), groupId, memberId };
}

async function perform(load: Load, intent: Intent): Promise<void> {
  load.log.intend(intent);
  try {
    await act(load, intent);
    load.log.settle(intent.id, 'acked');
  } catch (error) {
    if (error instanceof OutageError) return; // neither yes nor no
    if (!(error instanceof DomainError)) throw error;
    load.log.settle(intent.id, 'refused');
  }
}

async function act({ world, identity, messaging, send }: Load, intent: Intent): Promise<void> {
  const owner = viewerOf(world.ownerId);
  if (intent.op === 'send') await send(messaging, viewerOf(intent.memberId), intent);
  else if (intent.op === 'add') await addMember(identity, owner, { ...intent, role: 'MEMBER' });
  else await removeMember(identity, owner, intent);
}

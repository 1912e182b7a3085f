import { countBy } from './counting.ts';
import type { History } from './history.ts';

const added = 'identity.member-added.v1';
const removed = 'identity.member-removed.v1';

/** identity: every acknowledged change of a group is one event, and the events add up to the rows. */
export function* checkChanges({ world, tables, clients }: History): Generator<string> {
  for (const memberId of [world.ownerId, ...world.memberIds]) {
    const own = tables.identityLog.filter(({ aggregateId }) => aggregateId === memberId);
    const version = tables.membershipVersions.get(memberId);
    if (own.length !== version) yield `lost: ${memberId} has ${own.length} events at version ${version}`;
    for (const groupId of world.groupIds) {
      const names = own.filter(({ payload }) => payload['groupId'] === groupId).map(({ name }) => name);
      if (names.some((name, index) => name !== (index % 2 === 0 ? added : removed)))
        yield `${memberId} was added or removed twice in a row in ${groupId}`;
      if (tables.groupMembers.has(`${groupId}/${memberId}`) !== (names.at(-1) === added))
        yield `${memberId} in ${groupId} is not what the events say`;
    }
  }
  yield* checkAcknowledged({ world, tables, clients });
}

function* checkAcknowledged({ tables, clients }: History): Generator<string> {
  const changes = clients.flatMap(({ intent, outcome }) =>
    intent.op === 'send' ? [] : [{ key: `${intent.op} ${intent.groupId}/${intent.memberId}`, outcome }],
  );
  const acked = countBy(
    changes.filter(({ outcome }) => outcome === 'acked'),
    ({ key }) => key,
  );
  const possible = countBy(
    changes.filter(({ outcome }) => outcome !== 'refused'),
    ({ key }) => key,
  );
  const told = countBy(
    tables.identityLog,
    ({ name, payload }) =>
      `${name === added ? 'add' : name === removed ? 'remove' : name} ${payload['groupId']}/${payload['memberId']}`,
  );
  for (const [key, least] of acked)
    if ((told.get(key) ?? 0) < least)
      yield `lost: ${least} times acknowledged, ${told.get(key) ?? 0} events: ${key}`;
  for (const [key, most] of possible)
    if ((told.get(key) ?? 0) > most) yield `${told.get(key)} events, tried ${most} times: ${key}`;
}

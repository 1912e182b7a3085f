import { createGroup } from '@moim/identity/actions/create-group.ts';
import { setMemberRoles } from '@moim/identity/actions/set-member-roles.ts';
import { signUp } from '@moim/identity/actions/sign-up.ts';
import { demoGroups, demoLeaver, demoPassword, demoPeople, type DemoPerson } from './people.ts';
import type { Stage } from './stage.ts';

/** Groups and people are older than everything else. */
const beginningMinutesAgo = 30 * 24 * 60;

/** Everybody signs up, gets their roles and founds their groups. */
export async function playPeople(stage: Stage): Promise<void> {
  for (const person of [...demoPeople, demoLeaver]) await join(stage, person);
  for (const group of demoGroups) await found(stage, group);
}

async function join(stage: Stage, person: DemoPerson): Promise<void> {
  const services = stage.at('identity', stage.minutesAgo(beginningMinutesAgo));
  const memberId = await signUp(services, { ...person, password: demoPassword });
  stage.addViewer(person.handle, { memberId, sessionId: services.newId() }, ['MEMBER', ...person.roles]);
  const [founder] = demoPeople;
  if (person.roles.length === 0 || !founder || person.handle === founder.handle) return;
  await setMemberRoles(services, stage.viewer(founder.handle), { memberId, roles: person.roles });
}

async function found(stage: Stage, { name, members }: (typeof demoGroups)[number]): Promise<void> {
  const services = stage.at('identity', stage.minutesAgo(beginningMinutesAgo));
  const [founder = '', ...others] = members;
  const request = { id: services.newId(), name, memberIds: stage.memberIds(others) };
  stage.remember('group', name, await createGroup(services, stage.viewer(founder), request));
  for (const handle of members) stage.changedMembership(handle);
}

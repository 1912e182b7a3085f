import { getNamedType, isLeafType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type OperationIdentity, type Role, roles, type Viewer } from '@moim/kit/auth/viewer.ts';
import { createGroup } from '../actions/create-group.ts';
import { eraseWithdrawn } from '../actions/erase-withdrawn.ts';
import { withdraw } from '../actions/withdraw.ts';
import { type House, openHouse, password } from '../testing/house.ts';
import { schema } from './schema.ts';

type Asker = Pick<OperationIdentity, 'viewer' | 'app' | 'isService'>;
const member = (viewer: Viewer | null): Asker => ({ viewer, isService: false });
const app = (...scopes: string[]): Asker => ({ ...member(null), app: { id: 'a', scopes } });

const entities = z.object({ _entities: z.array(z.looseObject({}).nullable()) });

let house: House;
let admin: Viewer;
const askers = new Map<string, Asker>();
const subjects = new Map<string, { __typename: string; id: string }>();

beforeAll(async () => {
  house = await openHouse();
  admin = await house.join('admin');
  const erased = await house.join('erased');
  const withdrawn = await house.join('withdrawn');
  const owner = await house.join('owner');
  const fellow = await house.join('fellow');
  await withdraw(house.services, erased, password);
  house.setNow('2027-02-01T09:00:00.000Z');
  await eraseWithdrawn(house.services);
  await withdraw(house.services, withdrawn, password);
  const input = { id: house.services.newId(), name: 'Team', memberIds: [fellow.memberId] };
  const groupId = await createGroup(house.services, owner, input);

  askers.set('nobody', member(null)).set('a shared stream', { viewer: null, isService: true });
  askers.set('an app', app('rooms:read', 'members')).set('an app with directory:read', app('directory:read'));
  askers.set('owner', member(owner)).set('fellow', member(fellow));
  for (const role of roles) askers.set(role, member(await somebody(role)));

  const asMember = ({ memberId }: Viewer) => ({ __typename: 'Member', id: memberId });
  subjects.set('Member', asMember(fellow)).set('withdrawn Member', asMember(withdrawn));
  subjects.set('erased Member', asMember(erased)).set('unknown Member', { __typename: 'Member', id: 'x' });
  subjects.set('Group', { __typename: 'Group', id: groupId });
  subjects.set("owner's Viewer", { __typename: 'Viewer', id: owner.memberId });
});
afterAll(() => house.close());

const somebody = async (role: Role): Promise<Viewer> =>
  house.withRoles(admin, await house.join(`is-${role.toLowerCase()}`), role);

/** Every field of a type that has a value of its own, from the schema: a new one is in the table at once. */
function leavesOf(typeName: string): string[] {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) throw new Error(`no type ${typeName}`);
  return Object.values(type.getFields())
    .filter((field) => isLeafType(getNamedType(field.type)))
    .map(({ name }) => name);
}

async function seen(asker: Asker, of: { __typename: string; id: string }): Promise<string> {
  const source = `query ($of: [_Any!]!) { _entities(representations: $of) {
    ... on ${of.__typename} { ${leavesOf(of.__typename).join(' ')} } } }`;
  const result = await house.executeAs(asker, source, { of: [of] });
  expect(result.errors).toBeUndefined();
  const [entity] = entities.parse(result.data)._entities;
  return entity ? Object.keys(entity).join(' ') : '-';
}

describe('who sees which field', () => {
  it('is this, for every role and relation', async () => {
    const table: string[] = [];
    for (const [subject, of] of subjects) {
      const byAnswer = new Map<string, string[]>();
      for (const [name, asker] of askers) {
        const answer = await seen(asker, of);
        byAnswer.set(answer, [...(byAnswer.get(answer) ?? []), name]);
      }
      for (const [answer, names] of byAnswer) table.push(`${subject}: ${answer} | ${names.join(', ')}`);
    }
    expect(table).toMatchInlineSnapshot(`
      [
        "Member: - | nobody, an app",
        "Member: avatarColor handle id locale name timeZone withdrawnAt | a shared stream, an app with directory:read, owner, fellow, MEMBER, INSTRUCTOR, CX, ADMIN, OPERATOR",
        "withdrawn Member: - | nobody, a shared stream, an app, an app with directory:read, owner, fellow, MEMBER, INSTRUCTOR, ADMIN, OPERATOR",
        "withdrawn Member: avatarColor handle id locale name timeZone withdrawnAt | CX",
        "erased Member: - | nobody, a shared stream, an app, an app with directory:read, owner, fellow, MEMBER, INSTRUCTOR, CX, ADMIN, OPERATOR",
        "unknown Member: - | nobody, a shared stream, an app, an app with directory:read, owner, fellow, MEMBER, INSTRUCTOR, CX, ADMIN, OPERATOR",
        "Group: - | nobody, a shared stream, an app, an app with directory:read, MEMBER, INSTRUCTOR, CX, OPERATOR",
        "Group: createdAt id memberCount name viewerRole | owner, fellow, ADMIN",
        "owner's Viewer: - | nobody, a shared stream, an app, an app with directory:read, fellow, MEMBER, INSTRUCTOR, CX, ADMIN, OPERATOR",
        "owner's Viewer: id roles | owner",
      ]
    `);
  });
});

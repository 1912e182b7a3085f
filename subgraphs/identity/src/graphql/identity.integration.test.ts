import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { createGroup } from '../actions/create-group.ts';
import { withdraw } from '../actions/withdraw.ts';
import { type House, openHouse, password } from '../testing/house.ts';

let house: House;
let admin: Viewer;
let minji: Viewer;
let jun: Viewer;
let sora: Viewer;
let groupId: string;
beforeAll(async () => {
  house = await openHouse();
  admin = await house.join('admin', 'Ada Min');
  minji = await house.join('minji', '김민지');
  jun = await house.join('jun', '박준');
  sora = await house.join('sora', 'Sora Kim');
  groupId = await createGroup(house.services, minji, {
    id: house.services.newId(),
    name: '부산 현장',
    memberIds: [jun.memberId],
  });
});
afterAll(() => house.close());

/** Replaces what differs from run to run by names. */
const steady = (value: unknown): unknown => {
  const names = new Map([
    [admin.memberId, '<ada>'],
    [minji.memberId, '<minji>'],
    [jun.memberId, '<jun>'],
    [sora.memberId, '<sora>'],
    [groupId, '<group>'],
  ]);
  let text = JSON.stringify(value);
  for (const [id, name] of names) text = text.replaceAll(id, name);
  return JSON.parse(text.replace(/"(cursor|startCursor|endCursor)":"[^"]+"/g, '"$1":"<cursor>"'));
};
const run = async (source: string, viewer: Viewer | null, variables = {}) =>
  steady(await house.execute(source, viewer, variables));

const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string() });
const memberPage = z.object({
  members: z.object({
    pageInfo: pageInfo.optional(),
    edges: z.array(z.object({ node: z.object({ name: z.string() }) })),
  }),
});
const groupPage = z.object({ group: z.object({ members: z.object({ pageInfo }) }) });

const entities =
  'query ($of: [_Any!]!) { _entities(representations: $of) { __typename ... on Member { name handle } ... on Group { name memberCount viewerRole } ... on Viewer { id } } }';

describe('me', () => {
  it('is who asks, with groups', async () => {
    const source = `{ me { id roles member { name handle locale timeZone withdrawnAt }
      groups { pageInfo { hasNextPage } edges { role node { id name memberCount viewerRole createdAt } } } } }`;
    expect(await run(source, minji)).toMatchInlineSnapshot(`
      {
        "data": {
          "me": {
            "groups": {
              "edges": [
                {
                  "node": {
                    "createdAt": "2026-11-21T09:00:00.000Z",
                    "id": "<group>",
                    "memberCount": 2,
                    "name": "부산 현장",
                    "viewerRole": "OWNER",
                  },
                  "role": "OWNER",
                },
              ],
              "pageInfo": {
                "hasNextPage": false,
              },
            },
            "id": "<minji>",
            "member": {
              "handle": "minji",
              "locale": "EN",
              "name": "김민지",
              "timeZone": "UTC",
              "withdrawnAt": null,
            },
            "roles": [
              "MEMBER",
            ],
          },
        },
      }
    `);
  });

  it('is nobody without a session', async () => {
    expect(await run('{ me { id } }', null)).toMatchInlineSnapshot(`
      {
        "data": null,
        "errors": [
          {
            "extensions": {
              "code": "UNAUTHENTICATED",
              "requestId": "r1",
              "retryable": false,
            },
            "locations": [
              {
                "column": 3,
                "line": 1,
              },
            ],
            "message": "Log in first.",
            "path": [
              "me",
            ],
          },
        ],
      }
    `);
  });
});

describe('a member', () => {
  const source = 'query ($id: ID!) { member(id: $id) { id name withdrawnAt } }';

  it('is seen by every colleague', async () => {
    expect(await run(source, jun, { id: minji.memberId.toUpperCase() })).toEqual({
      data: { member: { id: '<minji>', name: '김민지', withdrawnAt: null } },
    });
  });

  it.each(['01989d2c-0000-7000-8000-000000000009', 'nonsense', '', "'"])(
    'of the id %j is null',
    async (id) => {
      expect(await run(source, jun, { id })).toEqual({ data: { member: null } });
    },
  );

  it('is seen by nobody who is not logged in', async () => {
    for (const field of [
      `member(id: "${jun.memberId}") { id }`,
      'members { edges { cursor } }',
      `group(id: "${groupId}") { id }`,
    ])
      expect(await run(`{ ${field} }`, null)).toMatchObject({
        errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
      });
  });

  it('who withdrew is seen by CX for two months, by colleagues and shared streams not at all', async () => {
    const leaver = await house.join('leaver', '나간이');
    await withdraw(house.services, leaver, password);
    const cx = await house.withRoles(admin, sora, 'CX');
    const variables = { id: leaver.memberId };
    expect(await run(source, jun, variables)).toEqual({ data: { member: null } });
    expect(await run(source, admin, variables)).toEqual({ data: { member: null } });
    expect(await run(source, cx, variables)).toEqual({
      data: { member: { id: leaver.memberId, name: '나간이', withdrawnAt: '2026-11-21T09:00:00.000Z' } },
    });
    const of = [{ __typename: 'Member', id: leaver.memberId }];
    expect(await house.executeAsService(entities, { of })).toEqual({ data: { _entities: [null] } });
    const search = '{ members(search: "나간") { edges { node { id } } } }';
    expect(await run(search, jun)).toEqual({ data: { members: { edges: [] } } });
    expect(await run(search, cx)).toEqual({
      data: { members: { edges: [{ node: { id: leaver.memberId } }] } },
    });
    await house.withRoles(admin, sora);
  });
});

describe('a search', () => {
  const names = async (search: string | null, viewer = jun) => {
    const source = 'query ($search: String) { members(search: $search) { edges { node { name } } } }';
    const { members } = memberPage.parse((await house.execute(source, viewer, { search })).data);
    return members.edges.map(({ node }) => node.name);
  };

  it.each([
    [null, ['Ada Min', 'Sora Kim', '김민지', '박준']],
    ['', ['Ada Min', 'Sora Kim', '김민지', '박준']],
    ['민지', ['김민지']],
    ['ㅁ', []],
    ['SORA', ['Sora Kim']],
    ['min', ['Ada Min', '김민지']],
    ['min ada', ['Ada Min']],
    ['%', []],
    ["'; drop table identity.members", []],
  ])('for %j finds %j', async (search, found) => {
    expect(await names(search)).toEqual(found);
  });

  it.each([
    ['search: "a\\u0000b"', 'search'],
    [`search: "${'x'.repeat(51)}"`, 'search'],
    ['first: 0', 'first'],
    ['first: 101', 'first'],
    ['first: -1', 'first'],
    ['after: "nonsense"', 'after'],
    ['after: ""', 'after'],
    [
      `after: "${Buffer.from(`k:["\\u0000","01989d2c-0000-7000-8000-000000000009"]`).toString('base64url')}"`,
      'after',
    ],
    [`after: "${Buffer.from('k:["a","b"]').toString('base64url')}"`, 'after'],
    [`after: "${Buffer.from('k:["2999-01-01T00:00:00.000Z","x"]').toString('base64url')}"`, 'after'],
  ])('with %s names the field', async (args, field) => {
    expect(await run(`{ members(${args}) { edges { cursor } } }`, jun)).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT', field, retryable: false } }],
    });
  });

  it('is read page by page, each member once', async () => {
    const source =
      'query ($after: String) { members(first: 3, after: $after) { pageInfo { hasNextPage endCursor } edges { node { name } } } }';
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { members } = memberPage.parse((await house.execute(source, jun, { after })).data);
      seen.push(...members.edges.map(({ node }) => node.name));
      after = members.pageInfo?.hasNextPage ? members.pageInfo.endCursor : null;
    } while (after);
    expect(seen).toEqual(['Ada Min', 'Sora Kim', '김민지', '박준']);
  });

  it('follows a changed name at once', async () => {
    await house.execute('mutation { updateProfile(input: {name: "Junho Park"}) { __typename } }', jun);
    expect(await names('junho')).toEqual(['Junho Park']);
    expect(await names('박준')).toEqual([]);
    await house.execute('mutation { updateProfile(input: {name: "박준"}) { __typename } }', jun);
  });
});

describe('a group', () => {
  const source = `query ($id: ID!) { group(id: $id) { id name memberCount viewerRole
    members(first: 1) { pageInfo { hasNextPage hasPreviousPage } edges { cursor role joinedAt node { name } } } } }`;

  it('is seen by its members', async () => {
    expect(await run(source, jun, { id: groupId })).toMatchInlineSnapshot(`
      {
        "data": {
          "group": {
            "id": "<group>",
            "memberCount": 2,
            "members": {
              "edges": [
                {
                  "cursor": "<cursor>",
                  "joinedAt": "2026-11-21T09:00:00.000Z",
                  "node": {
                    "name": "김민지",
                  },
                  "role": "OWNER",
                },
              ],
              "pageInfo": {
                "hasNextPage": true,
                "hasPreviousPage": false,
              },
            },
            "name": "부산 현장",
            "viewerRole": "MEMBER",
          },
        },
      }
    `);
  });

  it('is what others cannot tell from nothing', async () => {
    const unknown = await run(source, sora, { id: house.services.newId() });
    expect(await run(source, sora, { id: groupId })).toEqual(unknown);
    expect(unknown).toEqual({ data: { group: null } });
  });

  it('is seen by ADMIN, who may do there what an owner may', async () => {
    expect(await run('query ($id: ID!) { group(id: $id) { viewerRole } }', admin, { id: groupId })).toEqual({
      data: { group: { viewerRole: 'OWNER' } },
    });
  });

  it('is read page by page', async () => {
    const page = `query ($id: ID!, $after: String) { group(id: $id) { members(first: 1, after: $after) {
      pageInfo { hasNextPage endCursor } edges { node { name } } } } }`;
    const { group } = groupPage.parse((await house.execute(page, jun, { id: groupId })).data);
    const after = group.members.pageInfo.endCursor;
    expect(await run(page, jun, { id: groupId, after })).toMatchObject({
      data: { group: { members: { pageInfo: { hasNextPage: false }, edges: [{ node: { name: '박준' } }] } } },
    });
  });
});

describe('entities', () => {
  it('come in the order in which they were asked for; what may not be seen is null', async () => {
    const of = [
      { __typename: 'Member', id: sora.memberId },
      { __typename: 'Group', id: groupId },
      { __typename: 'Member', id: 'nonsense' },
      { __typename: 'Member', id: minji.memberId },
      { __typename: 'Member', id: sora.memberId },
      { __typename: 'Viewer', id: jun.memberId },
      { __typename: 'Viewer', id: minji.memberId },
    ];
    expect(await run(entities, jun, { of })).toMatchInlineSnapshot(`
      {
        "data": {
          "_entities": [
            {
              "__typename": "Member",
              "handle": "sora",
              "name": "Sora Kim",
            },
            {
              "__typename": "Group",
              "memberCount": 2,
              "name": "부산 현장",
              "viewerRole": "MEMBER",
            },
            null,
            {
              "__typename": "Member",
              "handle": "minji",
              "name": "김민지",
            },
            {
              "__typename": "Member",
              "handle": "sora",
              "name": "Sora Kim",
            },
            {
              "__typename": "Viewer",
              "id": "<jun>",
            },
            null,
          ],
        },
      }
    `);
  });

  it('are members for a stream that many share, but no groups and no viewer', async () => {
    const of = [
      { __typename: 'Member', id: sora.memberId },
      { __typename: 'Group', id: groupId },
      { __typename: 'Viewer', id: jun.memberId },
    ];
    expect(await house.executeAsService(entities, { of })).toMatchObject({
      data: { _entities: [{ name: 'Sora Kim' }, null, null] },
    });
  });

  it('are nothing for nobody', async () => {
    const of = [{ __typename: 'Member', id: sora.memberId }];
    expect(await house.execute(entities, null, { of })).toEqual({ data: { _entities: [null] } });
  });

  it.each([1, 50, 100])('%i of each kind cost one statement a kind', async (count) => {
    const of = Array.from({ length: count }, () => [
      { __typename: 'Member', id: house.services.newId() },
      { __typename: 'Group', id: house.services.newId() },
    ]).flat();
    of.push({ __typename: 'Member', id: minji.memberId }, { __typename: 'Group', id: groupId });
    expect(await house.countStatements(() => house.execute(entities, jun, { of }))).toBe(2);
  });

  it.each([1, 5, 20])('%i groups with their members cost as much as one', async (count) => {
    const member = await house.join(`grouped${count}`);
    for (let index = 0; index < count; index += 1)
      await createGroup(house.services, member, {
        id: house.services.newId(),
        name: `Group ${index}`,
        memberIds: [minji.memberId],
      });
    const source =
      '{ me { member { name } groups(first: 50) { edges { node { memberCount members { edges { node { name } } } } } } } }';
    // The member, the page of memberships, the groups, the members of all groups.
    expect(await house.countStatements(() => house.execute(source, member))).toBe(4);
  });
});

describe('mutations', () => {
  const everyError = '__typename ... on UserError { code message } ... on InvalidInput { field }';

  it('create a group and answer it', async () => {
    const source = `mutation ($input: CreateGroupInput!) { createGroup(input: $input) { ${everyError}
      ... on CreateGroupPayload { group { name viewerRole memberCount members { edges { role node { handle } } } } } } }`;
    const input = { id: house.services.newId(), name: 'Sales', memberIds: [sora.memberId] };
    const first = await run(source, minji, { input });
    expect(first).toMatchInlineSnapshot(`
      {
        "data": {
          "createGroup": {
            "__typename": "CreateGroupPayload",
            "group": {
              "memberCount": 2,
              "members": {
                "edges": [
                  {
                    "node": {
                      "handle": "minji",
                    },
                    "role": "OWNER",
                  },
                  {
                    "node": {
                      "handle": "sora",
                    },
                    "role": "MEMBER",
                  },
                ],
              },
              "name": "Sales",
              "viewerRole": "OWNER",
            },
          },
        },
      }
    `);
    expect(await run(source, minji, { input })).toEqual(first);
    expect(await run(source, minji, { input: { ...input, name: 'Marketing' } })).toMatchInlineSnapshot(`
      {
        "data": {
          "createGroup": {
            "__typename": "Conflict",
            "code": "CONFLICT",
            "message": "This id was used for another group.",
          },
        },
      }
    `);
    expect(await run(source, minji, { input: { ...input, id: 'mine' } })).toMatchInlineSnapshot(`
      {
        "data": {
          "createGroup": {
            "__typename": "InvalidInput",
            "code": "BAD_USER_INPUT",
            "field": "input.id",
            "message": "The id is a UUID made by the client.",
          },
        },
      }
    `);
    const unknown = { ...input, id: house.services.newId(), memberIds: [house.services.newId()] };
    expect(await run(source, minji, { input: unknown })).toMatchInlineSnapshot(`
      {
        "data": {
          "createGroup": {
            "__typename": "NotFound",
            "code": "NOT_FOUND",
            "message": "There is nothing with this id that you may see.",
          },
        },
      }
    `);
  });

  it('add and remove members', async () => {
    const add = `mutation ($input: AddMemberInput!) { addMember(input: $input) { ${everyError}
      ... on AddMemberPayload { group { id memberCount } } } }`;
    const remove = `mutation ($input: RemoveMemberInput!) { removeMember(input: $input) { ${everyError}
      ... on RemoveMemberPayload { groupId memberId } } }`;
    const input = { groupId, memberId: sora.memberId };
    expect(await run(add, minji, { input })).toEqual({
      data: { addMember: { __typename: 'AddMemberPayload', group: { id: '<group>', memberCount: 3 } } },
    });
    expect(await run(add, jun, { input })).toMatchInlineSnapshot(`
      {
        "data": {
          "addMember": {
            "__typename": "Forbidden",
            "code": "FORBIDDEN",
            "message": "Only an owner of the group may add members.",
          },
        },
      }
    `);
    expect(await run(remove, minji, { input })).toEqual({
      data: { removeMember: { __typename: 'RemoveMemberPayload', groupId: '<group>', memberId: '<sora>' } },
    });
    expect(await run(remove, minji, { input })).toMatchInlineSnapshot(`
      {
        "data": {
          "removeMember": {
            "__typename": "NotFound",
            "code": "NOT_FOUND",
            "message": "There is nothing with this id that you may see.",
          },
        },
      }
    `);
    expect(await run(remove, sora, { input })).toMatchObject({
      data: { removeMember: { code: 'NOT_FOUND' } },
    });
    const self = { groupId, memberId: minji.memberId };
    expect(await run(remove, minji, { input: self })).toMatchInlineSnapshot(`
      {
        "data": {
          "removeMember": {
            "__typename": "Conflict",
            "code": "CONFLICT",
            "message": "The last owner of a group cannot be removed; make somebody else an owner first.",
          },
        },
      }
    `);
  });

  it('answer the group as it is after each of several in one document', async () => {
    const member = `memberId: "${sora.memberId}"`;
    const source = `mutation {
      a: addMember(input: {groupId: "${groupId}", ${member}}) { ... on AddMemberPayload { group { memberCount } } }
      b: removeMember(input: {groupId: "${groupId}", ${member}}) { ... on RemoveMemberPayload { memberId } }
      c: addMember(input: {groupId: "${groupId}", memberId: "${jun.memberId}"}) { ... on AddMemberPayload { group { memberCount } } }
    }`;
    expect(await run(source, minji)).toEqual({
      data: { a: { group: { memberCount: 3 } }, b: { memberId: '<sora>' }, c: { group: { memberCount: 2 } } },
    });
  });

  it('change the profile', async () => {
    const source = `mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { ${everyError}
      ... on UpdateProfilePayload { viewer { member { name locale timeZone } } } } }`;
    expect(await run(source, sora, { input: { locale: 'KO', timeZone: 'asia/seoul' } }))
      .toMatchInlineSnapshot(`
      {
        "data": {
          "updateProfile": {
            "__typename": "UpdateProfilePayload",
            "viewer": {
              "member": {
                "locale": "KO",
                "name": "Sora Kim",
                "timeZone": "Asia/Seoul",
              },
            },
          },
        },
      }
    `);
    expect(await run(source, sora, { input: { name: '\u202E' } })).toMatchInlineSnapshot(`
      {
        "data": {
          "updateProfile": {
            "__typename": "InvalidInput",
            "code": "BAD_USER_INPUT",
            "field": "input.name",
            "message": "A name has only visible characters.",
          },
        },
      }
    `);
    expect(await run(source, sora, { input: { locale: 'FR' } })).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });

  it('set roles', async () => {
    const source = `mutation ($input: SetMemberRolesInput!) { setMemberRoles(input: $input) { ${everyError}
      ... on SetMemberRolesPayload { roles member { handle } } } }`;
    const input = { memberId: sora.memberId, roles: ['INSTRUCTOR'] };
    expect(await run(source, admin, { input })).toMatchInlineSnapshot(`
      {
        "data": {
          "setMemberRoles": {
            "__typename": "SetMemberRolesPayload",
            "member": {
              "handle": "sora",
            },
            "roles": [
              "MEMBER",
              "INSTRUCTOR",
            ],
          },
        },
      }
    `);
    expect(await run(source, minji, { input })).toMatchInlineSnapshot(`
      {
        "data": {
          "setMemberRoles": {
            "__typename": "Forbidden",
            "code": "FORBIDDEN",
            "message": "Only an administrator may do this.",
          },
        },
      }
    `);
    expect(await run(source, admin, { input: { ...input, memberId: 'x' } })).toMatchObject({
      data: { setMemberRoles: { code: 'NOT_FOUND' } },
    });
    expect(await run(source, admin, { input: { memberId: admin.memberId, roles: [] } }))
      .toMatchInlineSnapshot(`
      {
        "data": {
          "setMemberRoles": {
            "__typename": "Conflict",
            "code": "CONFLICT",
            "message": "The last administrator cannot go; make somebody else one first.",
          },
        },
      }
    `);
    expect(await run(source, admin, { input: { ...input, roles: ['ROOT'] } })).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });

  it('withdraw with the password', async () => {
    const leaver = await house.join('leaver2');
    const source = `mutation ($password: String!) { withdraw(input: { password: $password }) { ${everyError}
      ... on WithdrawPayload { withdrawnAt } } }`;
    expect(await run(source, leaver, { password: 'a wrong password' })).toMatchInlineSnapshot(`
      {
        "data": {
          "withdraw": {
            "__typename": "InvalidInput",
            "code": "BAD_USER_INPUT",
            "field": "input.password",
            "message": "The password is wrong.",
          },
        },
      }
    `);
    expect(await run(source, leaver, { password })).toMatchInlineSnapshot(`
      {
        "data": {
          "withdraw": {
            "__typename": "WithdrawPayload",
            "withdrawnAt": "2026-11-21T09:00:00.000Z",
          },
        },
      }
    `);
    expect(await run(source, admin, { password })).toMatchInlineSnapshot(`
      {
        "data": {
          "withdraw": {
            "__typename": "Conflict",
            "code": "CONFLICT",
            "message": "The last administrator cannot go; make somebody else one first.",
          },
        },
      }
    `);
  });

  it('need a viewer', async () => {
    expect(await run('mutation { withdraw(input: { password: "x" }) { __typename } }', null)).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });
});

import { type Connection, toConnection, toPage } from '@moim/kit/graphql/page.ts';
import { forwardPage } from '@moim/kit/graphql/forward-page.ts';
import type { GroupMemberRow } from '../db/group-members.ts';
import { builder } from './builder.ts';
import { GroupRole } from './enums.ts';
import { loadGroup, loadGroupMembers } from './loaders.ts';
import { fromJoiningCursor, toJoiningCursor } from './page-cursors.ts';
import { Group, Member } from './refs.ts';

type Edge = Connection<GroupMemberRow>['edges'][number];

const GroupMembersConnectionEdge = builder.objectRef<Edge>('GroupMembersConnectionEdge').implement({
  description: 'A membership.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'Opaque place in the list, for `after`.' }),
    node: t.field({
      type: Member,
      description: 'Who belongs to the group.',
      resolve: ({ node }) => node.member,
    }),
    role: t.field({
      type: GroupRole,
      description: 'What they may do in it.',
      resolve: ({ node }) => node.role,
    }),
    joinedAt: t.field({
      type: 'DateTime',
      description: 'Since when they belong to it.',
      resolve: ({ node }) => node.joinedAt,
    }),
  }),
});

const GroupMembersConnection = builder
  .objectRef<Connection<GroupMemberRow>>('GroupMembersConnection')
  .implement({
    description: 'A page of the members of a group.',
    fields: (t) => ({
      pageInfo: t.expose('pageInfo', {
        type: builder.pageInfoRef(),
        description: 'Where this page stands in the whole list.',
      }),
      edges: t.expose('edges', {
        type: [GroupMembersConnectionEdge],
        description: 'The page, in the order in which they joined.',
      }),
    }),
  });

builder.objectType(Group, {
  description: 'People who belong together: a team, a site, a project. Seen by its members and by ADMIN.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Made by the client that created it.' }),
    name: t.exposeString('name', { description: '1 to 80 visible characters.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    viewerRole: t.expose('viewerRole', {
      type: GroupRole,
      description: 'What the viewer may do in it; an ADMIN may do everywhere what an OWNER may.',
    }),
    memberCount: t.exposeInt('memberCount', { description: 'How many belong to it now.' }),
    members: t.field({
      type: GroupMembersConnection,
      description: 'Who belongs to it, in the order in which they joined.',
      args: forwardPage(t),
      resolve: async ({ id }, args, context) => {
        const page = toPage(args);
        const wanted = { size: page.size, after: fromJoiningCursor(page.after) };
        const rows = await loadGroupMembers(context, id, wanted);
        return toConnection(
          rows,
          page,
          ({ joinedAt, member }) => toJoiningCursor({ joinedAt, id: member.id }),
          (row) => row,
        );
      },
    }),
  }),
});

builder.asEntity(Group, {
  key: builder.selection<{ id: string }>('id'),
  resolveReference: ({ id }, context) => loadGroup(context, id),
});

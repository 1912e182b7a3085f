import { UnauthenticatedError } from '@moim/kit/errors/domain-error.ts';
import { type Connection, toConnection, toPage } from '@moim/kit/graphql/page.ts';
import { viewerDescription } from '@moim/kit/graphql/who-asks.ts';
import { forwardPage } from '@moim/kit/graphql/forward-page.ts';
import { findViewerGroupPage, type ViewerGroupRow } from '../db/group-members.ts';
import type { VisibleGroup } from '../db/groups.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { GroupRole, Role } from './enums.ts';
import { loadGroup, loadMember } from './loaders.ts';
import { fromJoiningCursor, toJoiningCursor } from './page-cursors.ts';
import { Group, Member, Viewer } from './refs.ts';

interface OwnGroup extends ViewerGroupRow {
  readonly group: VisibleGroup;
}

const ViewerGroupsConnectionEdge = builder
  .objectRef<Connection<OwnGroup>['edges'][number]>('ViewerGroupsConnectionEdge')
  .implement({
    description: 'A group of the viewer.',
    fields: (t) => ({
      cursor: t.exposeString('cursor', { description: 'Opaque place in the list, for `after`.' }),
      node: t.field({ type: Group, description: 'The group.', resolve: ({ node }) => node.group }),
      role: t.field({
        type: GroupRole,
        description: 'As what the viewer belongs to it.',
        resolve: ({ node }) => node.role,
      }),
    }),
  });

const ViewerGroupsConnection = builder.objectRef<Connection<OwnGroup>>('ViewerGroupsConnection').implement({
  description: 'A page of the groups of the viewer.',
  fields: (t) => ({
    pageInfo: t.expose('pageInfo', {
      type: builder.pageInfoRef(),
      description: 'Where this page stands in the whole list.',
    }),
    edges: t.expose('edges', {
      type: [ViewerGroupsConnectionEdge],
      description: 'The page, in the order in which the viewer joined.',
    }),
  }),
});

builder.objectType(Viewer, {
  description: viewerDescription,
  fields: (t) => ({
    id: t.id({ description: 'The same as `member.id`.', resolve: ({ memberId }) => memberId }),
    member: t.field({
      type: Member,
      nullable: true,
      description: 'The viewer as colleagues see them.',
      resolve: async ({ memberId }, _, context) => {
        const member = await loadMember(context, memberId);
        if (!member) throw new UnauthenticatedError();
        return member;
      },
    }),
    roles: t.expose('roles', {
      type: [Role],
      nullable: true,
      description: 'What the viewer may do in the whole installation.',
    }),
    groups: t.field({
      type: ViewerGroupsConnection,
      nullable: true,
      description: 'Groups that the viewer belongs to, in the order in which they joined.',
      args: forwardPage(t),
      resolve: async (viewer, args, context) => {
        const page = toPage(args);
        const wanted = { size: page.size, after: fromJoiningCursor(page.after) };
        const rows = await findViewerGroupPage(context.db, viewer, wanted);
        return toConnection(
          await withGroups(context, rows),
          page,
          ({ joinedAt, groupId }) => toJoiningCursor({ joinedAt, id: groupId }),
          (row) => row,
        );
      },
    }),
  }),
});

/** A membership that ended between the two statements is left out. */
async function withGroups(context: Context, rows: readonly ViewerGroupRow[]): Promise<OwnGroup[]> {
  const groups = await Promise.all(rows.map(({ groupId }) => loadGroup(context, groupId)));
  return rows.flatMap((row, index) => {
    const group = groups[index];
    return group ? [{ ...row, group }] : [];
  });
}

builder.asEntity(Viewer, {
  key: builder.selection<{ id: string }>('id'),
  resolveReference: ({ id }, { identity: { viewer } }) => (viewer?.memberId === id ? viewer : null),
});

import { requireViewerOrApp } from '@moim/kit/auth/require-viewer-or-app.ts';
import { orApp } from '@moim/kit/graphql/or-app.ts';
import { toConnection, toPage } from '@moim/kit/graphql/page.ts';
import { forwardPage } from '@moim/kit/graphql/forward-page.ts';
import { directoryScope } from '../db/member-rights.ts';
import { findMemberPage } from '../db/members.ts';
import { toSearchWords } from '../domain/search.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { loadGroup, loadMember } from './loaders.ts';
import { fromNameCursor, toNameCursor } from './page-cursors.ts';
import { Group, Member, Viewer } from './refs.ts';

/** @throws {UnauthenticatedError} before anything is read for nobody */
function asViewer(context: Context): Context {
  return context.viewer && context;
}

/** @throws {UnauthenticatedError} {@link ForbiddenError} before anything is read for whom it is not for */
function asReaderOfMembers(context: Context): Context {
  requireViewerOrApp(context.identity, directoryScope);
  return context;
}

const MemberConnection = builder.connectionObject(
  { type: Member, name: 'MemberConnection', description: 'A page of members.' },
  { name: 'MemberConnectionEdge', description: 'A member in a list.' },
);

builder.queryType({
  description: 'Everything that can be read. All of it needs a viewer, or an app where a field says so.',
  fields: (t) => ({
    // Any subgraph can say who asks, so that no subgraph has to be up for the answers of another.
    me: t.field({
      type: Viewer,
      description: 'Who asks.',
      shareable: true,
      resolve: (_, __, { viewer }) => viewer,
    }),
    member: t.field({
      ...orApp(directoryScope),
      type: Member,
      nullable: true,
      description:
        'A colleague; null for an unknown id and for whom the viewer may not see. For members, and apps with `directory:read`.',
      args: { id: t.arg.id({ required: true, description: '`Member.id`.' }) },
      resolve: (_, { id }, context) => loadMember(asReaderOfMembers(context), id),
    }),
    members: t.field({
      ...orApp(directoryScope),
      type: MemberConnection,
      description: 'Colleagues by name. For members, and apps with `directory:read`.',
      args: {
        search: t.arg.string({
          description:
            'Words that must all occur in name or handle, in any case, at most 50 characters; empty: everybody.',
        }),
        ...forwardPage(t),
      },
      resolve: async (_, { search, ...args }, context) => {
        const { identity } = asReaderOfMembers(context);
        const page = toPage(args);
        const words = toSearchWords(search ?? '', 'search');
        const wanted = { words, size: page.size, after: fromNameCursor(page.after) };
        const rows = await findMemberPage(context.db, identity, wanted);
        return toConnection(rows, page, toNameCursor, (row) => row);
      },
    }),
    group: t.field({
      type: Group,
      nullable: true,
      description: 'A group; null for an unknown id and for a group of others.',
      args: { id: t.arg.id({ required: true, description: '`Group.id`.' }) },
      resolve: (_, { id }, context) => loadGroup(asViewer(context), id),
    }),
  }),
});

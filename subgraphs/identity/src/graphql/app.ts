import { toConnection, toPage } from '@moim/kit/graphql/page.ts';
import { internal } from '@moim/kit/graphql/tags.ts';
import { forwardPage } from '@moim/kit/graphql/forward-page.ts';
import { appScopes } from '@moim/schema/app-scopes.ts';
import { showApps } from '../actions/show-apps.ts';
import type { AppRow } from '../db/apps.ts';
import { appStateOf } from '../domain/app.ts';
import { builder } from './builder.ts';
import { loadMember } from './loaders.ts';
import { fromCreationCursor, toCreationCursor } from './page-cursors.ts';
import { Member } from './refs.ts';

const AppState = builder.enumType('AppState', {
  description: 'Whether an app may ask.',
  values: {
    ACTIVE: { description: 'It may ask for itself.' },
    EXPIRED: { description: 'Its time is over.' },
    REVOKED: { description: 'An administrator ended it.' },
  },
});

export const App = builder.objectRef<AppRow>('App').implement({
  description:
    'A program of somebody else that asks for itself, without a member behind it. Its secret is shown once and kept nowhere.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The `client_id` of OAuth 2.' }),
    name: t.exposeString('name', { description: '1 to 80 visible characters.' }),
    scopes: t.exposeStringList('scopes', { description: 'What it may, in the words of `@requiresScopes`.' }),
    secretHint: t.exposeString('secretHint', { description: 'How its secret begins, e.g. `moim_app_x7Qa`.' }),
    state: t.field({
      type: AppState,
      description: 'Whether it may ask.',
      resolve: (app, _, { services }) => appStateOf(app, services.now()),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    createdBy: t.field({
      type: Member,
      nullable: true,
      description: 'The administrator who created it; null for somebody who has left.',
      resolve: ({ createdBy }, _, context) => loadMember(context, createdBy),
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When its time is over.' }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was revoked; null: it was not.',
    }),
    lastUsedOn: t.expose('lastUsedOn', {
      type: 'Date',
      nullable: true,
      description: 'The last day, in UTC, on which it asked for a token; null: it never did.',
    }),
  }),
});

const AppConnection = builder.connectionObject(
  { type: App, name: 'AppConnection', description: 'A page of apps.' },
  { name: 'AppConnectionEdge', description: 'An app in the list.' },
);

builder.queryField('apps', (t) =>
  t.field({
    tag: internal,
    type: AppConnection,
    nullable: true,
    description: 'For ADMIN: all apps, the newest first, also those that were revoked.',
    directives: { perViewer: {} },
    args: forwardPage(t),
    resolve: async (_, args, { db, viewer }) => {
      const page = toPage(args);
      const wanted = { size: page.size, after: fromCreationCursor(page.after) };
      return toConnection(await showApps(db, viewer, wanted), page, toCreationCursor, (app) => app);
    },
  }),
);

const AppScope = builder.objectRef<{ name: string; description: string }>('AppScope').implement({
  description: 'What an app can be let into.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As in `CreateAppInput.scopes`.' }),
    description: t.exposeString('description', {
      description: 'What an administrator agrees to, in English.',
    }),
  }),
});

builder.queryField('appScopes', (t) =>
  t.field({
    tag: internal,
    type: [AppScope],
    nullable: true,
    description:
      'The scopes that open something of this graph, by name; extensions have their own beside them.',
    resolve: (_, __, { viewer }) => viewer && describeScopes(),
  }),
);

const describeScopes = () => Object.entries(appScopes).map(([name, description]) => ({ name, description }));

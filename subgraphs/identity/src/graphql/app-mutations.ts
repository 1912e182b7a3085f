import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '@moim/kit/errors/domain-error.ts';
import { internal } from '@moim/kit/graphql/tags.ts';
import { oneInput } from '@moim/kit/graphql/one-input.ts';
import { createApp, type CreatedApp } from '../actions/create-app.ts';
import { revokeApp } from '../actions/revoke-app.ts';
import type { AppRow } from '../db/apps.ts';
import { App } from './app.ts';
import { builder } from './builder.ts';

const CreateAppInput = builder.inputType('CreateAppInput', {
  description: 'What the new app is called, what it may and until when.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'A UUID made by the client; the `client_id`.' }),
    name: t.string({ required: true, description: '1 to 80 visible characters.' }),
    scopes: t.stringList({
      required: true,
      description: 'What it may: at most 20, of lower-case letters, digits, ".", "_", ":" and "-".',
    }),
    expiresAt: t.field({
      type: 'DateTime',
      required: true,
      description: 'When its time is over: within the next two years.',
    }),
  }),
});

const RevokeAppInput = builder.inputType('RevokeAppInput', {
  description: 'Which app to end.',
  fields: (t) => ({ appId: t.id({ required: true, description: '`App.id` of the app to end.' }) }),
});

const CreateAppPayload = builder.objectRef<CreatedApp>('CreateAppPayload').implement({
  description: 'It may ask for tokens at once.',
  fields: (t) => ({
    app: t.field({ type: App, description: 'As administrators see it.', resolve: ({ app }) => app }),
    secret: t.exposeString('secret', {
      description: 'The `client_secret`. It is not shown again, and nobody can look it up.',
    }),
  }),
});

const RevokeAppPayload = builder.objectRef<{ app: AppRow }>('RevokeAppPayload').implement({
  description: 'Its tokens are worth nothing; what it is subscribed to ends within 5 seconds.',
  fields: (t) => ({
    app: t.field({ type: App, description: 'As it was ended.', resolve: ({ app }) => app }),
  }),
});

builder.mutationFields((t) => ({
  createApp: t.field({
    tag: internal,
    type: CreateAppPayload,
    description: 'For ADMIN: lets a program of somebody else ask for itself. Noted for ever.',
    args: oneInput(t, CreateAppInput, 'Name, scopes and end of the new app.'),
    errors: {
      types: [InvalidInputError, ForbiddenError, ConflictError],
      union: {
        name: 'CreateAppResult',
        description: 'Conflict: the id was used before, or there are 100 apps already.',
      },
    },
    resolve: (_, { input }, { services, viewer }) => createApp(services, viewer, input),
  }),
  revokeApp: t.field({
    tag: internal,
    type: RevokeAppPayload,
    description: 'For ADMIN: ends an app for good. Noted for ever; again it stays as it was.',
    args: oneInput(t, RevokeAppInput, 'The app to end.'),
    errors: {
      types: [ForbiddenError, NotFoundError],
      union: { name: 'RevokeAppResult', description: 'What was revoked, or why it was not.' },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      app: await revokeApp(services, viewer, input.appId),
    }),
  }),
}));

import { internal } from '@moim/kit/graphql/tags.ts';
import type { Role as RoleName } from '@moim/kit/auth/viewer.ts';
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '@moim/kit/errors/domain-error.ts';
import { oneInput } from '@moim/kit/graphql/one-input.ts';
import { setMemberRoles } from '../actions/set-member-roles.ts';
import { updateProfile } from '../actions/update-profile.ts';
import { withdraw } from '../actions/withdraw.ts';
import { builder } from './builder.ts';
import { Locale, Role } from './enums.ts';
import { loadMember } from './loaders.ts';
import { Member, Viewer } from './refs.ts';

const UpdateProfileInput = builder.inputType('UpdateProfileInput', {
  description: 'What is absent or null stays as it is.',
  fields: (t) => ({
    name: t.string({ description: '1 to 50 visible characters.' }),
    locale: t.field({ type: Locale, description: 'Language to read.' }),
    timeZone: t.string({ description: 'IANA name, e.g. `Asia/Seoul`.' }),
  }),
});

const SetMemberRolesInput = builder.inputType('SetMemberRolesInput', {
  description: 'The whole set of roles of somebody.',
  fields: (t) => ({
    memberId: t.id({ required: true, description: '`Member.id` of whose roles are set.' }),
    roles: t.field({
      type: [Role],
      required: true,
      description: 'In any order; MEMBER is always among the result.',
    }),
  }),
});

const WithdrawInput = builder.inputType('WithdrawInput', {
  description: 'Confirms that the viewer wants to close the account.',
  fields: (t) => ({ password: t.string({ required: true, description: 'The current one.' }) }),
});

const UpdateProfilePayload = builder.objectRef<object>('UpdateProfilePayload').implement({
  description: 'The profile was changed.',
  fields: (t) => ({
    viewer: t.field({
      type: Viewer,
      description: 'The viewer with the new profile.',
      resolve: (_, __, { viewer }) => viewer,
    }),
  }),
});

const SetMemberRolesPayload = builder
  .objectRef<{ memberId: string; roles: RoleName[] }>('SetMemberRolesPayload')
  .implement({
    description: 'The roles were set and hold from the next operation.',
    fields: (t) => ({
      member: t.field({
        type: Member,
        description: 'Whose roles they are.',
        resolve: async ({ memberId }, _, context) => {
          const member = await loadMember(context, memberId);
          if (!member) throw new NotFoundError();
          return member;
        },
      }),
      roles: t.expose('roles', { type: [Role], description: 'As they are now.' }),
    }),
  });

const WithdrawPayload = builder.objectRef<{ withdrawnAt: Date }>('WithdrawPayload').implement({
  description: 'The account is closed and every session over.',
  fields: (t) => ({
    withdrawnAt: t.expose('withdrawnAt', {
      type: 'DateTime',
      description: 'Two months later name, handle and settings are erased.',
    }),
  }),
});

builder.mutationFields((t) => ({
  updateProfile: t.field({
    type: UpdateProfilePayload,
    description: "Changes the viewer's own profile.",
    args: oneInput(t, UpdateProfileInput, 'The fields of the profile that change.'),
    errors: {
      types: [InvalidInputError],
      union: { name: 'UpdateProfileResult', description: 'Nothing was changed when a value is wrong.' },
    },
    resolve: async (_, { input }, context) => {
      await context.change((services, viewer) => updateProfile(services, viewer, input));
      return {};
    },
  }),
  setMemberRoles: t.field({
    tag: internal,
    type: SetMemberRolesPayload,
    description: 'Sets the roles of somebody; for ADMIN.',
    args: oneInput(t, SetMemberRolesInput, 'The member, and all roles that they have from now on.'),
    errors: {
      types: [InvalidInputError, NotFoundError, ForbiddenError, ConflictError],
      union: { name: 'SetMemberRolesResult', description: 'Conflict: the last ADMIN stays one.' },
    },
    resolve: async (_, { input }, context) => ({
      memberId: input.memberId,
      roles: await context.change((services, viewer) => setMemberRoles(services, viewer, input)),
    }),
  }),
  withdraw: t.field({
    tag: internal,
    type: WithdrawPayload,
    description:
      "Closes the viewer's account: out of every group, every session over. CX can answer questions for two months.",
    args: oneInput(t, WithdrawInput, 'The password, as proof that it is the viewer who closes the account.'),
    errors: {
      types: [InvalidInputError, ConflictError],
      union: {
        name: 'WithdrawResult',
        description: 'InvalidInput: the password is wrong. Conflict: the last ADMIN stays.',
      },
    },
    resolve: async (_, { input }, context) => ({
      withdrawnAt: await context.change((services, viewer) => withdraw(services, viewer, input.password)),
    }),
  }),
}));

import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '@moim/kit/errors/domain-error.ts';
import { oneInput } from '@moim/kit/graphql/one-input.ts';
import { addMember } from '../actions/add-member.ts';
import { createGroup } from '../actions/create-group.ts';
import { removeMember } from '../actions/remove-member.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { GroupRole } from './enums.ts';
import { loadGroup } from './loaders.ts';
import { Group } from './refs.ts';

const CreateGroupInput = builder.inputType('CreateGroupInput', {
  description: 'A new group. The viewer becomes its OWNER.',
  fields: (t) => ({
    id: t.id({
      required: true,
      description: 'A UUID made by the client: the same request again is the same group.',
    }),
    name: t.string({ required: true, description: '1 to 80 visible characters.' }),
    memberIds: t.idList({
      required: true,
      description: 'Who belongs to it from the start besides the viewer; at most 200.',
    }),
  }),
});

const AddMemberInput = builder.inputType('AddMemberInput', {
  description: 'Somebody who is to belong to a group.',
  fields: (t) => ({
    groupId: t.id({
      required: true,
      description: '`Group.id` of a group that the viewer owns; for ADMIN of any.',
    }),
    memberId: t.id({ required: true, description: '`Member.id` of whom to add.' }),
    role: t.field({
      type: GroupRole,
      required: true,
      defaultValue: 'MEMBER',
      description: 'OWNER also makes an owner of somebody who is in already.',
    }),
  }),
});

const RemoveMemberInput = builder.inputType('RemoveMemberInput', {
  description: 'Somebody who is to leave a group.',
  fields: (t) => ({
    groupId: t.id({ required: true, description: '`Group.id`.' }),
    memberId: t.id({ required: true, description: "`Member.id`; the viewer's own to leave." }),
  }),
});

const groupPayload = (name: string, description: string) =>
  builder.objectRef<{ groupId: string }>(name).implement({
    description,
    fields: (t) => ({
      group: t.field({
        type: Group,
        description: 'The group as it is now.',
        resolve: ({ groupId }, _, context) => getGroup(context, groupId),
      }),
    }),
  });

async function getGroup(context: Context, groupId: string) {
  const group = await loadGroup(context, groupId);
  if (!group) throw new NotFoundError();
  return group;
}

const CreateGroupPayload = groupPayload(
  'CreateGroupPayload',
  'The group was created, or is there from an equal request before.',
);
const AddMemberPayload = groupPayload('AddMemberPayload', 'The member belongs to the group.');

const RemoveMemberPayload = builder
  .objectRef<{ groupId: string; memberId: string }>('RemoveMemberPayload')
  .implement({
    description: 'They do not belong to the group any more.',
    fields: (t) => ({
      groupId: t.exposeID('groupId', { description: '`Group.id`.' }),
      memberId: t.exposeID('memberId', { description: '`Member.id`.' }),
    }),
  });

const union = (name: string, description: string) => ({ name, description });

builder.mutationFields((t) => ({
  createGroup: t.field({
    type: CreateGroupPayload,
    description: 'Creates a group; a retry with the same `id` and content answers the same group.',
    args: oneInput(t, CreateGroupInput, 'Name and first members of the new group.'),
    errors: {
      types: [InvalidInputError, NotFoundError, ConflictError],
      union: union('CreateGroupResult', 'Conflict: the id was used for another group.'),
    },
    resolve: async (_, { input }, context) => ({
      groupId: await context.change((services, viewer) => createGroup(services, viewer, input)),
    }),
  }),
  addMember: t.field({
    type: AddMemberPayload,
    description:
      'Adds somebody to a group, for its owners and ADMIN. Who is in already keeps at least their role.',
    args: oneInput(t, AddMemberInput, 'Who is to belong to which group, and as what.'),
    errors: {
      types: [InvalidInputError, NotFoundError, ForbiddenError],
      union: union('AddMemberResult', 'Forbidden: the viewer is a plain member.'),
    },
    resolve: async (_, { input }, context) => {
      await context.change((services, viewer) => addMember(services, viewer, input));
      return { groupId: input.groupId };
    },
  }),
  removeMember: t.field({
    type: RemoveMemberPayload,
    description: 'Takes somebody out of a group: its owners and ADMIN anybody, everybody themselves.',
    args: oneInput(t, RemoveMemberInput, 'Who is to leave which group.'),
    errors: {
      types: [InvalidInputError, NotFoundError, ForbiddenError, ConflictError],
      union: union('RemoveMemberResult', 'Conflict: the last owner of a group stays.'),
    },
    resolve: async (_, { input }, context) => {
      await context.change((services, viewer) => removeMember(services, viewer, input));
      return input;
    },
  }),
}));

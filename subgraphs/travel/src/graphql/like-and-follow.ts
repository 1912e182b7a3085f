import { InvalidInputError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { oneInput } from '@moim/kit/graphql/one-input.ts';
import { followMember, unfollowMember } from '../actions/follow-member.ts';
import { likePlan, unlikePlan } from '../actions/like-plan.ts';
import { builder } from './builder.ts';
import { Member } from './foreign-types.ts';
import { FollowMemberInput, LikeTravelPlanInput } from './plan-inputs.ts';
import { planPayload } from './plan-payload.ts';

const LikeTravelPlanPayload = planPayload('LikeTravelPlanPayload', 'The plan with its count of likes.');

const FollowMemberPayload = builder.objectRef<{ memberId: string }>('FollowMemberPayload').implement({
  description: 'The member with their counts.',
  fields: (t) => ({
    member: t.field({
      type: Member,
      nullable: true,
      description: 'Who is followed, or no longer; null while identity is away.',
      resolve: ({ memberId }) => ({ id: memberId }),
    }),
  }),
});

builder.mutationFields((t) => {
  const plan = oneInput(t, LikeTravelPlanInput, 'The plan that is liked, or no longer is.');
  const member = oneInput(t, FollowMemberInput, 'The member to follow, or to follow no longer.');
  return {
    likeTravelPlan: t.field({
      type: LikeTravelPlanPayload,
      description: 'Likes a plan; liking it again changes nothing.',
      args: plan,
      errors: {
        types: [NotFoundError],
        union: { name: 'LikeTravelPlanResult', description: 'The plan, or why it could not be liked.' },
      },
      resolve: async (_, { input }, { services, viewer }) => ({
        planId: await likePlan(services, viewer, input),
      }),
    }),
    unlikeTravelPlan: t.field({
      type: LikeTravelPlanPayload,
      description: 'Takes a like back; nothing changes without one.',
      args: plan,
      errors: {
        types: [NotFoundError],
        union: { name: 'UnlikeTravelPlanResult', description: 'The plan, or why there is none.' },
      },
      resolve: async (_, { input }, { services, viewer }) => ({
        planId: await unlikePlan(services, viewer, input),
      }),
    }),
    followMember: t.field({
      type: FollowMemberPayload,
      description: 'Follows a member: what they share with followers comes into the feed of the viewer.',
      args: member,
      errors: {
        types: [InvalidInputError, NotFoundError],
        union: { name: 'FollowMemberResult', description: 'The member, or why they are not followed.' },
      },
      resolve: async (_, { input }, { services, viewer }) => ({
        memberId: await followMember(services, viewer, input),
      }),
    }),
    unfollowMember: t.field({
      type: FollowMemberPayload,
      description: 'No longer follows a member; nothing changes when the viewer did not.',
      args: member,
      errors: {
        types: [InvalidInputError, NotFoundError],
        union: { name: 'UnfollowMemberResult', description: 'The member, or why there is none.' },
      },
      resolve: async (_, { input }, { services, viewer }) => ({
        memberId: await unfollowMember(services, viewer, input),
      }),
    }),
  };
});

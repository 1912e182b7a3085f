import { builder } from './builder.ts';
import { PlanAudience } from './plan-ref.ts';

export const CreateTravelPlanInput = builder.inputType('CreateTravelPlanInput', {
  description: 'What the new plan is like.',
  fields: (t) => ({
    id: t.id({
      required: true,
      description: 'A UUIDv7 that the client makes: sending the same request again is the same plan.',
    }),
    title: t.string({ required: true, description: 'One line of 1 to 80 characters.' }),
    cityId: t.id({ required: true, description: '`City.id`, by `cities`.' }),
    travelOn: t.field({
      type: 'Date',
      required: true,
      description: 'First day: today or later in the calendar of the city, at most ten years ahead.',
    }),
    untilOn: t.field({
      type: 'Date',
      description: 'Last day, at most 365 days later; absent for a day trip.',
    }),
    groupSize: t.int({
      required: true,
      description: 'How many travel: 1 to 500, companions and author too.',
    }),
    budgetMinor: t.int({ description: 'In minor units of the currency; 0 or more.' }),
    currency: t.string({ description: 'ISO 4217; needed with a budget.' }),
    details: t.string({ description: 'Up to 4000 characters.' }),
    companionIds: t.idList({
      required: true,
      defaultValue: [],
      description: 'Members who travel too, up to 100. They see the plan.',
    }),
    calendarEventId: t.id({ description: 'Makes a trip of an event: the trip moves with it.' }),
    chatRoomId: t.id({ description: 'Where those on the trip talk.' }),
  }),
});

export const UpdateTravelPlanInput = builder.inputType('UpdateTravelPlanInput', {
  description: 'What is absent stays as it is; null clears what a plan can be without.',
  fields: (t) => ({
    id: t.id({ required: true, description: "A plan of the viewer's own." }),
    expectedVersion: t.int({
      description: '`TravelPlan.version` that the edit was made on; Conflict when it grew.',
    }),
    title: t.string({ description: 'One line of 1 to 80 characters.' }),
    cityId: t.id({ description: '`City.id` of another destination.' }),
    travelOn: t.field({ type: 'Date', description: 'First day. Alone it moves the whole trip.' }),
    untilOn: t.field({ type: 'Date', description: 'Last day; null for a day trip.' }),
    groupSize: t.int({ description: 'How many travel: 1 to 500.' }),
    budgetMinor: t.int({ description: 'In minor units; null for no budget.' }),
    currency: t.string({ description: 'ISO 4217 code of the currency of the budget.' }),
    details: t.string({ description: 'Up to 4000 characters; null for none.' }),
    companionIds: t.idList({ description: 'All who travel too.' }),
    chatRoomId: t.id({ description: 'Where those on the trip talk; null for nowhere.' }),
  }),
});

export const DeleteTravelPlanInput = builder.inputType('DeleteTravelPlanInput', {
  description: 'Which plan to delete.',
  fields: (t) => ({ id: t.id({ required: true, description: "A plan of the viewer's own." }) }),
});

export const ShareTravelPlanInput = builder.inputType('ShareTravelPlanInput', {
  description: 'Which plan, and with whom.',
  fields: (t) => ({
    id: t.id({ required: true, description: "A plan of the viewer's own." }),
    audience: t.field({ type: PlanAudience, required: true, description: 'Who may see it from now on.' }),
  }),
});

export const LikeTravelPlanInput = builder.inputType('LikeTravelPlanInput', {
  description: 'Which plan is liked, or no longer is.',
  fields: (t) => ({ planId: t.id({ required: true, description: 'A plan that the viewer may see.' }) }),
});

export const FollowMemberInput = builder.inputType('FollowMemberInput', {
  description: 'Whom to follow, or to follow no longer.',
  fields: (t) => ({ memberId: t.id({ required: true, description: '`Member.id` of another member.' }) }),
});

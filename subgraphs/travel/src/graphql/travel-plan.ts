import type { PlanRow } from '../db/plan-rows.ts';
import { findPlanByLink } from '../db/plans.ts';
import { builder } from './builder.ts';
import { City } from './city.ts';
import { CalendarEvent, ChatRoom, Member } from './foreign-types.ts';
import { loadCompanionIds, loadIsLiked, loadPlan } from './loaders.ts';
import { PlanAudience, TravelPlan } from './plan-ref.ts';

const isAuthor = ({ authorId }: PlanRow, viewerId: string): boolean => authorId === viewerId;
const reference = (id: string | null) => (id === null ? null : { id });

builder.objectType(TravelPlan, {
  description: 'A trip somewhere, on some days, with some people. Private until its author shares it.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Made by the client that created it.' }),
    author: t.field({
      type: Member,
      nullable: true,
      description: 'Whose plan it is; null for one who withdrew and while identity is away.',
      resolve: ({ authorId }) => ({ id: authorId }),
    }),
    title: t.exposeString('title', {
      description: 'What the trip is called: one line of 1 to 80 characters.',
    }),
    city: t.expose('city', { type: City, description: 'Where the trip goes.' }),
    travelOn: t.expose('travelOn', { type: 'Date', description: 'First day, in the calendar of the city.' }),
    untilOn: t.expose('untilOn', { type: 'Date', description: 'Last day; the same for a day trip.' }),
    groupSize: t.exposeInt('groupSize', { description: 'How many travel: 1 to 500.' }),
    budgetMinor: t.exposeInt('budgetMinor', {
      nullable: true,
      description: 'In minor units of the currency, e.g. won or cents; null when none was said.',
    }),
    currency: t.exposeString('currency', {
      nullable: true,
      description: 'ISO 4217; null without a budget.',
    }),
    details: t.exposeString('details', {
      nullable: true,
      description: '1 to 4000 characters; null for none.',
    }),
    companions: t.field({
      type: [Member],
      nullable: { list: false, items: true },
      description: 'Who travels too and therefore sees the plan; null for one who withdrew.',
      resolve: async ({ id }, _, context) => {
        const ids = (await loadCompanionIds(context, id, undefined)) ?? [];
        return ids.map((memberId) => ({ id: memberId }));
      },
    }),
    audience: t.expose('audience', { type: PlanAudience, description: 'Who else may see it.' }),
    linkPath: t.string({
      nullable: true,
      description: 'Path of the share link; only for the author, and only while the audience is LINK.',
      directives: { perViewer: {} },
      resolve: (plan, _, { viewer }) =>
        isAuthor(plan, viewer.memberId) && plan.linkToken !== null ? `/travel/link/${plan.linkToken}` : null,
    }),
    calendarEvent: t.field({
      type: CalendarEvent,
      nullable: true,
      description:
        'The event that the trip was made of, or that its publication made; by the rights of the reader there.',
      resolve: ({ calendarEventId }) => reference(calendarEventId),
    }),
    chatRoom: t.field({
      type: ChatRoom,
      nullable: true,
      description: 'Where those on the trip talk; by the rights of the reader there.',
      resolve: ({ chatRoomId }) => reference(chatRoomId),
    }),
    likeCount: t.exposeInt('likeCount', { description: 'How many members like it.' }),
    viewerLikes: t.boolean({
      description: "Whether the viewer's own like is among `likeCount`.",
      directives: { perViewer: {} },
      resolve: async ({ id }, _, context) => (await loadIsLiked(context, id, undefined)) ?? false,
    }),
    viewerCanEdit: t.boolean({
      description: 'Whether the viewer may change, share and delete it.',
      directives: { perViewer: {} },
      resolve: (plan, _, { viewer }) => isAuthor(plan, viewer.memberId),
    }),
    publishedAt: t.expose('publishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Its place in the feeds; null while followers are not shown it.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    version: t.exposeInt('version', { description: 'Grows with each change, from 1.' }),
  }),
});

builder.asEntity(TravelPlan, {
  key: builder.selection<{ id: string }>('id'),
  resolveReference: ({ id }, context) => loadPlan(context, id, undefined),
});

builder.queryFields((t) => ({
  travelPlan: t.field({
    type: TravelPlan,
    nullable: true,
    description: 'Null for a plan that the viewer may not see.',
    args: { id: t.arg.id({ required: true, description: '`TravelPlan.id`.' }) },
    resolve: (_, { id }, context) => loadPlan(context, id, undefined),
  }),
  travelPlanByLink: t.field({
    type: TravelPlan,
    nullable: true,
    description: 'A plan by its share link, for whoever is logged in; null once it is no longer shared so.',
    args: { token: t.arg.string({ required: true, description: 'The last part of the link.' }) },
    resolve: (_, { token }, { db, viewer }) => (viewer ? findPlanByLink(db, token) : null),
  }),
}));

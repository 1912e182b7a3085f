import { forwardPage } from '@moim/kit/graphql/forward-page.ts';
import { Member } from './foreign-types.ts';
import { loadFollowCounts, loadIsFollowed, loadSharedPlans } from './loaders.ts';
import { byPublication, newestFirst, TravelPlanConnection } from './plan-lists.ts';

Member.implement({
  externalFields: (t) => ({ id: t.id() }),
  fields: (t) => ({
    followerCount: t.int({
      nullable: true,
      description: 'How many members follow them; null for one who withdrew.',
      resolve: async ({ id }, _, context) => (await loadFollowCounts(context, id, undefined))?.followerCount,
    }),
    followingCount: t.int({
      nullable: true,
      description: 'How many members they follow; null for one who withdrew.',
      resolve: async ({ id }, _, context) => (await loadFollowCounts(context, id, undefined))?.followingCount,
    }),
    viewerFollows: t.boolean({
      nullable: true,
      description: 'Whether the viewer follows them.',
      directives: { perViewer: {} },
      resolve: async ({ id }, _, context) => (await loadIsFollowed(context, id, undefined)) ?? false,
    }),
    sharedPlans: t.field({
      type: TravelPlanConnection,
      nullable: true,
      description:
        'Their public plans, and those for followers when the viewer follows; the newest publication first.',
      directives: { perViewer: {} },
      args: forwardPage(t),
      resolve: ({ id }, args, context) => {
        return newestFirst(
          args,
          async ({ after, limit }) => {
            const key = after && { at: after.at.toISOString(), id: after.id };
            return (await loadSharedPlans(context, id, { after: key, limit })) ?? [];
          },
          byPublication,
        );
      },
    }),
  }),
});

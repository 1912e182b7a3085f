import type { OperationContext } from '@moim/kit/graphql/operation-context.ts';
import { type PageArguments, toConnection, toPage } from '@moim/kit/graphql/page.ts';
import { addWhoAsks, viewerDescription } from '@moim/kit/graphql/who-asks.ts';
import { forwardPage } from '@moim/kit/graphql/forward-page.ts';
import { findFollowingPlans, findLikedPlans, findTrips, findTripsOn } from '../db/plan-lists.ts';
import { builder } from './builder.ts';
import { toTripKey, tripKey } from './cursors.ts';
import { byPublication, newestFirst, TravelPlanConnection } from './plan-lists.ts';
import { TravelPlan } from './plan-ref.ts';

export const Viewer = builder.objectRef<{ id: string }>('Viewer').implement({
  description: viewerDescription,
  fields: (t) => {
    const own = { nullable: true, directives: { perViewer: {} } } as const;
    return {
      id: t.exposeID('id', { description: "Equals the member's id." }),
      travelPlans: t.field({
        type: TravelPlanConnection,
        description:
          'Plans of the viewer and plans on which the viewer is a companion: the next trip first, past ones last.',
        ...own,
        args: forwardPage(t),
        resolve: ({ id }, args, context) => tripPage(id, args, context),
      }),
      travelPlansOn: t.field({
        type: [TravelPlan],
        description: 'Those of them on which the viewer travels on that day, at most 50.',
        ...own,
        args: { day: t.arg({ type: 'Date', required: true, description: 'In the calendar of the city.' }) },
        resolve: ({ id }, { day }, { db }) => findTripsOn(db, id, day),
      }),
      followingPlans: t.field({
        type: TravelPlanConnection,
        description:
          'What those whom the viewer follows share with followers or everybody, the newest first.',
        ...own,
        args: forwardPage(t),
        resolve: ({ id }, args, { db }) =>
          newestFirst(args, (page) => findFollowingPlans(db, id, page), byPublication),
      }),
      likedPlans: t.field({
        type: TravelPlanConnection,
        description: 'What the viewer likes and still may see, the last liked first.',
        ...own,
        args: forwardPage(t),
        resolve: ({ id }, args, { db }) =>
          newestFirst(
            args,
            (page) => findLikedPlans(db, id, page),
            (plan) => ({ at: new Date(plan.likedAt), id: plan.id }),
          ),
      }),
    };
  },
});

async function tripPage(viewerId: string, args: PageArguments, { db, services }: OperationContext) {
  const page = toPage(args);
  const after = toTripKey(page.after);
  // What was past on the first page stays so for the whole list.
  const asOf = after?.asOf ?? services.now();
  const trips = await findTrips(db, viewerId, { asOf, after, limit: page.size + 1 });
  return toConnection(
    trips,
    page,
    (trip) => tripKey({ ...trip, asOf }),
    (trip) => trip,
  );
}

addWhoAsks(builder, Viewer);

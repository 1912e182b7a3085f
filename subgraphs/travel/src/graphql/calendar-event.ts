import { CalendarEvent } from './foreign-types.ts';
import { loadPlanOfEvent } from './loaders.ts';
import { TravelPlan } from './plan-ref.ts';

CalendarEvent.implement({
  description: 'Something in a calendar, known here by its key.',
  externalFields: (t) => ({ id: t.id({ description: 'The same as in calendar.' }) }),
  fields: (t) => ({
    travelPlan: t.field({
      type: TravelPlan,
      nullable: true,
      description:
        "The trip that the viewer, or somebody who shares it with the viewer, made of this event; the viewer's own first.",
      directives: { perViewer: {} },
      resolve: ({ id }, _, context) => loadPlanOfEvent(context, id, undefined),
    }),
  }),
});

import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '@moim/kit/errors/domain-error.ts';
import { oneInput } from '@moim/kit/graphql/one-input.ts';
import { publishPlan } from '../actions/publish-plan.ts';
import type { PublicationRow } from '../db/publications.ts';
import { builder } from './builder.ts';
import { loadPublication } from './loaders.ts';
import { planPayload } from './plan-payload.ts';
import { PlanAudience, TravelPlan } from './plan-ref.ts';

const PlanPublicationState = builder.enumType('PlanPublicationState', {
  description: 'How far a publication is.',
  values: {
    RUNNING: { description: 'Room and entry are being made; at most a minute.' },
    COMPLETED: { description: 'Everything is there, and the plan is shared.' },
    CANCELLED: { description: 'Something could not be made, and everything was taken back.' },
  },
});

const PlanPublication = builder.objectRef<PublicationRow>('PlanPublication').implement({
  description: 'A plan published together with a room and a calendar entry: all of it or nothing.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Names this attempt; another one of the same plan has another.' }),
    state: t.expose('state', {
      type: PlanPublicationState,
      description: 'Whether it runs, came about or was taken back.',
    }),
    failure: t.exposeString('failure', {
      nullable: true,
      description:
        'Why it was taken back: ROOM_REFUSED, ENTRY_REFUSED, TIMED_OUT, PLAN_CHANGED or MEMBER_WITHDRAWN; null otherwise.',
    }),
    requestedAt: t.expose('requestedAt', { type: 'DateTime', description: 'When it was asked for.' }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: 'Null while it runs.' }),
  }),
});

builder.objectField(TravelPlan, 'publication', (t) =>
  t.field({
    type: PlanPublication,
    nullable: true,
    directives: { perViewer: {} },
    description: 'The last publication with room and calendar entry; for the author.',
    resolve: ({ id }, _, context) => loadPublication(context, id, undefined),
  }),
);

const PublishTravelPlanInput = builder.inputType('PublishTravelPlanInput', {
  description: 'What to publish, for whom and with what. What the plan has already is not made again.',
  fields: (t) => ({
    id: t.id({ required: true, description: "A plan of the viewer's own." }),
    audience: t.field({ type: PlanAudience, required: true, description: 'Who may see it afterwards.' }),
    withChatRoom: t.boolean({ required: true, description: 'Makes a room for author and companions.' }),
    withCalendarEntry: t.boolean({
      required: true,
      description: 'Makes an all-day entry in the calendar of the author, to which companions are invited.',
    }),
    timeZone: t.string({ required: true, description: 'IANA zone of the days of the entry.' }),
  }),
});

const PublishTravelPlanPayload = planPayload('PublishTravelPlanPayload', 'The publication has begun.');

builder.mutationField('publishTravelPlan', (t) =>
  t.field({
    type: PublishTravelPlanPayload,
    description:
      'Publishes the plan together with a chat room for its companions and a calendar entry: all of it or nothing.',
    args: oneInput(
      t,
      PublishTravelPlanInput,
      'The plan, who may see it afterwards, and what to make with it.',
    ),
    errors: {
      types: [InvalidInputError, NotFoundError, ForbiddenError, ConflictError],
      union: { name: 'PublishTravelPlanResult', description: 'The plan, or why nothing begins.' },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      planId: await publishPlan(services, viewer, input),
    }),
  }),
);

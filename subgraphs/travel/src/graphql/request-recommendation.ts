import { ConflictError, InvalidInputError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import type { OperationContext } from '@moim/kit/graphql/operation-context.ts';
import { oneInput } from '@moim/kit/graphql/one-input.ts';
import { followProgress, type ProgressStep } from '../actions/follow-progress.ts';
import { requestRecommendation } from '../actions/request-recommendation.ts';
import { builder } from './builder.ts';
import { loadRecommendation } from './loaders.ts';
import { Recommendation, RecommendationKind, RecommendationState } from './recommendation.ts';

const RequestRecommendationInput = builder.inputType('RequestRecommendationInput', {
  description: 'What to suggest, and where to show it.',
  fields: (t) => ({
    id: t.id({
      required: true,
      description: 'A UUIDv7 that the client makes: the same request again is charged once.',
    }),
    kind: t.field({
      type: RecommendationKind,
      required: true,
      defaultValue: 'A',
      description: 'On what to base it.',
    }),
    chatRoomId: t.id({ description: 'Room of the viewer where the result is posted as a card.' }),
    timeZone: t.string({
      description:
        'IANA zone of the viewer: where trips begin when there are no own plans yet. Default Asia/Seoul.',
    }),
  }),
});

const getRecommendation = async (context: OperationContext, id: string) => {
  const row = await loadRecommendation(context, id, undefined);
  if (!row) throw new NotFoundError();
  return row;
};

const RequestRecommendationPayload = builder
  .objectRef<{ recommendationId: string }>('RequestRecommendationPayload')
  .implement({
    description: 'The recommendation is under way; its progress can be followed.',
    fields: (t) => ({
      recommendation: t.field({
        type: Recommendation,
        description: 'As it is now; `recommendationProgress` tells how it goes on.',
        resolve: ({ recommendationId }, _, context) => getRecommendation(context, recommendationId),
      }),
    }),
  });

builder.mutationField('requestRecommendation', (t) =>
  t.field({
    type: RequestRecommendationPayload,
    description: 'Asks for a suggested trip. It costs 100 credits, charged only once it is there.',
    directives: { federation__cost: { weight: 100 } },
    args: oneInput(t, RequestRecommendationInput, 'What to base the suggestion on, and where to post it.'),
    errors: {
      types: [InvalidInputError, ConflictError],
      union: {
        name: 'RequestRecommendationResult',
        description: 'The recommendation, or why there is none.',
      },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      recommendationId: await requestRecommendation(services, viewer, input),
    }),
  }),
);

const RecommendationProgress = builder.objectRef<ProgressStep>('RecommendationProgress').implement({
  description: 'One step on the way to a recommendation.',
  fields: (t) => ({
    seq: t.exposeInt('seq', { description: 'Counts the steps from 1; the cursor to resume after.' }),
    state: t.expose('state', { type: RecommendationState, description: 'What was reached with this step.' }),
    recommendation: t.field({
      type: Recommendation,
      description: 'As it is now, perhaps further than this step.',
      resolve: ({ id }, _, context) => getRecommendation(context, id),
    }),
  }),
});

builder.subscriptionField('recommendationProgress', (t) =>
  t.field({
    type: RecommendationProgress,
    description: 'Each step of one recommendation of the viewer, from the first; ends after the last one.',
    args: {
      recommendationId: t.arg.id({ required: true, description: "One of the viewer's own." }),
      afterSeq: t.arg.int({
        description: '`seq` of the last step that is known; absent to begin with the first.',
        directives: { resume: {} },
      }),
    },
    subscribe: (_, { recommendationId, afterSeq }, { services, viewer }) =>
      followProgress(services, {
        ...{ memberId: viewer.memberId, recommendationId },
        afterSeq: afterSeq ?? null,
        random: Math.random,
      }),
    resolve: (step) => step,
  }),
);

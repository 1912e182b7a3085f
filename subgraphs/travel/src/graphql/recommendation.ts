import type { OperationContext } from '@moim/kit/graphql/operation-context.ts';
import { toConnection, toPage } from '@moim/kit/graphql/page.ts';
import { forwardPage } from '@moim/kit/graphql/forward-page.ts';
import { findRecommendationsOf, type RecommendationRow } from '../db/recommendations.ts';
import type { Reason } from '../domain/inspiration.ts';
import { builder } from './builder.ts';
import { City } from './city.ts';
import { instantKey, toInstantKey } from './cursors.ts';
import { loadPlan, loadRecommendation, loadRecommendationOfPlan } from './loaders.ts';
import { TravelPlan } from './plan-ref.ts';
import { Viewer } from './viewer.ts';

export const RecommendationState = builder.enumType('RecommendationState', {
  description: 'How far a recommendation is.',
  values: {
    REQUESTED: { description: 'The credits are being put aside.' },
    GENERATING: { description: 'The credits are put aside; the suggestion is being made.' },
    CREATED: { description: 'Paid, and there as a private plan.' },
    DECLINED: { description: 'The credits were too few; nothing was made.' },
    REFUNDED: { description: 'Nothing came of it; the credits are free again.' },
  },
});

export const RecommendationKind = builder.enumType('RecommendationKind', {
  description: 'On what a recommendation is based.',
  values: { A: { description: "The viewer's own plans." } },
});

const RecommendationReason = builder.objectRef<Reason>('RecommendationReason').implement({
  description: 'Why this place and time. Applications word it by `code`.',
  fields: (t) => ({
    code: t.exposeString('code', {
      description: 'SIMILAR_SIZE, NEAR_BY, SIMILAR_LATITUDE, DAYLIGHT, HOLIDAY or NEW_PLACE; more may come.',
    }),
    value: t.exposeFloat('value', {
      nullable: true,
      description:
        'Inhabitants, km, degrees of latitude between, hours of daylight, or public holidays within; null when there is no number.',
    }),
  }),
});

const isOwners = ({ memberId }: RecommendationRow, { viewer }: OperationContext): boolean =>
  memberId === viewer.memberId;

/** What was paid for; hidden until then. */
const shownOf = ({ state, suggestion }: RecommendationRow) => (state === 'CREATED' ? suggestion : null);

export const Recommendation = builder.objectRef<RecommendationRow>('Recommendation').implement({
  description:
    'A suggested trip for credits. Seen by whoever asked for it; its card, which is place, days and reasons, also by those in the room where it was posted.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Made by the client.' }),
    kind: t.expose('kind', { type: RecommendationKind, description: 'On what it is based.' }),
    state: t.expose('state', { type: RecommendationState, description: 'How far it is.' }),
    costCredits: t.int({
      nullable: true,
      directives: { perViewer: {} },
      description: 'What it costs once it is created: 100. Null for readers of its card.',
      resolve: (row, _, context) => (isOwners(row, context) ? row.costCredits : null),
    }),
    reason: t.string({
      nullable: true,
      directives: { perViewer: {} },
      description:
        'Why nothing was charged: CREDITS_TOO_FEW, EXPIRED, GENERATION_FAILED or MEMBER_WITHDRAWN; null otherwise, and for readers of its card.',
      resolve: (row, _, context) => (isOwners(row, context) ? row.reason : null),
    }),
    requestedAt: t.expose('requestedAt', { type: 'DateTime', description: 'When it was asked for.' }),
    endedAt: t.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was created, declined or refunded; null before.',
    }),
    city: t.field({
      type: City,
      nullable: true,
      description: 'The suggested place, whatever became of the plan; null until CREATED.',
      resolve: (row) => shownOf(row)?.city ?? null,
    }),
    travelOn: t.field({
      type: 'Date',
      nullable: true,
      description: 'The first day that was suggested; null until CREATED.',
      resolve: (row) => shownOf(row)?.travelOn ?? null,
    }),
    untilOn: t.field({
      type: 'Date',
      nullable: true,
      description: 'The last day that was suggested; null until CREATED.',
      resolve: (row) => shownOf(row)?.untilOn ?? null,
    }),
    plan: t.field({
      type: TravelPlan,
      nullable: true,
      description:
        'The trip that was made of it, once CREATED; private until its owner shares it, and null for whom it is not shared with.',
      resolve: ({ planId }, _, context) => (planId === null ? null : loadPlan(context, planId, undefined)),
    }),
    reasons: t.field({
      type: [RecommendationReason],
      description: 'Why this; empty until CREATED.',
      resolve: (row) => [...(shownOf(row)?.reasons ?? [])],
    }),
    basedOn: t.field({
      type: [TravelPlan],
      directives: { perViewer: {} },
      description:
        'Plans that it is like, as far as the viewer may see them; empty until CREATED, and for readers of its card.',
      resolve: async (row, _, context) => {
        const ids = isOwners(row, context) ? (shownOf(row)?.basedOn ?? []) : [];
        const plans = await Promise.all(ids.map((id) => loadPlan(context, id, undefined)));
        return plans.flatMap((plan) => plan ?? []);
      },
    }),
  }),
});

builder.asEntity(Recommendation, {
  key: builder.selection<{ id: string }>('id'),
  resolveReference: ({ id }, context) => loadRecommendation(context, id, undefined),
});

builder.objectField(TravelPlan, 'recommendation', (t) =>
  t.field({
    type: Recommendation,
    nullable: true,
    directives: { perViewer: {} },
    description: "What the viewer's own recommendation that made this plan cost and was based on.",
    resolve: ({ id }, _, context) => loadRecommendationOfPlan(context, id, undefined),
  }),
);

const RecommendationConnection = builder.connectionObject(
  { type: Recommendation, name: 'RecommendationConnection', description: 'A page of recommendations.' },
  { name: 'RecommendationConnectionEdge', description: 'A recommendation in the list.' },
);

builder.objectField(Viewer, 'recommendations', (t) =>
  t.field({
    type: RecommendationConnection,
    nullable: true,
    directives: { perViewer: {} },
    description: 'What the viewer asked for, the last first.',
    args: forwardPage(t),
    resolve: async ({ id }, args, { db }) => {
      const page = toPage(args);
      const wanted = { after: toInstantKey(page.after), limit: page.size + 1 };
      return toConnection(
        await findRecommendationsOf(db, id, wanted),
        page,
        (row) => instantKey({ at: row.requestedAt, id: row.id }),
        (row) => row,
      );
    },
  }),
);

import { charge, costOf } from '../domain/premium.ts';
import { premiumAt } from '../domain/belief.ts';
import { statusesOf } from '../domain/cover.ts';
import type { PeriodRow } from '../db/coverage-periods.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { CoverageEnd, CoverageStatus } from './enums.ts';
import { loadHistory, loadPeriod, loadPolicy } from './loaders.ts';
import { CoverageBelief, CoveragePeriod, Policy } from './refs.ts';
import { TravelPlan } from './travel-plan-ref.ts';
import type { CoverageView } from './views.ts';
import { NotFoundError } from '@moim/kit/errors/domain-error.ts';

export const asOf = (row: PeriodRow, at: Date): CoverageView => ({ ...row, asOf: at });

builder.objectType(CoverageBelief, {
  description: 'What was believed of a period for a while: the second time axis.',
  fields: (t) => ({
    startsAt: t.expose('startsAt', { type: 'DateTime', description: 'When cover began.' }),
    endsAt: t.expose('endsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When cover ended, as was believed; null: it ran.',
    }),
    knownFrom: t.expose('knownFrom', { type: 'DateTime', description: 'Since when this was believed.' }),
    knownUntil: t.expose('knownUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when; null: still.',
    }),
    endedBy: t.expose('endedBy', {
      type: CoverageEnd,
      nullable: true,
      description: 'Who or what ended it; null: it ran.',
    }),
    premiumWon: t.int({
      description:
        'What was charged for the period, in won; for running cover up to when this stopped being believed.',
      resolve: ({ startsAt, knownUntil, premiumWon, wonPerHour, asOf: now }) =>
        premiumWon ?? charge(0, costOf({ startsAt, endsAt: knownUntil ?? now }, wonPerHour)).premiumWon,
    }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why CX ended it; null otherwise.' }),
    ticket: t.exposeString('ticket', {
      nullable: true,
      description: 'Where the holder asked CX for it; null otherwise.',
    }),
  }),
});

builder.objectType(CoveragePeriod, {
  description: 'Cover from an instant to another. Seen by its holder and by CX.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Made by the client that started it.' }),
    policy: t.field({
      type: Policy,
      description: 'The policy it belongs to.',
      resolve: ({ policyId }, _, context) => getPolicy(context, policyId),
    }),
    startsAt: t.expose('startsAt', { type: 'DateTime', description: 'Cover holds from then on.' }),
    endsAt: t.expose('endsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Cover holds until then, exclusive; null while it runs.',
    }),
    statuses: t.field({
      type: [CoverageStatus],
      description: 'Derived from the times; more than one may hold.',
      resolve: (view) => statusesOf(view, view.asOf),
    }),
    endedBy: t.expose('endedBy', {
      type: CoverageEnd,
      nullable: true,
      description: 'Who or what ended it; null while it runs.',
    }),
    premiumWon: t.int({
      description:
        'By the full minute, in won; up to now while it runs. Nothing is charged for after the end.',
      resolve: (view) => premiumAt(view, { ...view, now: view.asOf }),
    }),
    wonPerHour: t.exposeInt('wonPerHour', { description: 'What an hour costs, in won.' }),
    travelPlan: t.field({
      type: TravelPlan,
      nullable: true,
      description: 'The trip that it was tied to; null: none, or the trip is gone.',
      resolve: ({ travelPlanId }) => (travelPlanId ? { id: travelPlanId } : null),
    }),
    history: t.field({
      type: [CoverageBelief],
      description: 'What was believed when, oldest first.',
      resolve: async ({ id, wonPerHour, carry }, _, context) => {
        const beliefs = (await loadHistory(context, id, undefined)) ?? [];
        return beliefs.map((belief) => ({ ...belief, wonPerHour, carry, asOf: context.at }));
      },
    }),
  }),
});

/** @throws {NotFoundError} when the viewer may not see it */
export async function getPolicy(context: Context, id: string) {
  const policy = await loadPolicy(context, id, undefined);
  if (!policy) throw new NotFoundError();
  return policy;
}

/** As believed now. @throws {NotFoundError} when the viewer may not see it */
export async function getPeriod(context: Context, id: string): Promise<CoverageView> {
  const row = await loadPeriod(context, id, undefined);
  if (!row) throw new NotFoundError();
  return asOf(row, context.services.now());
}

async function findPeriod(context: Context, id: string): Promise<CoverageView | null> {
  const row = await loadPeriod(context, id.toLowerCase(), undefined);
  return row && asOf(row, context.at);
}

builder.asEntity(CoveragePeriod, {
  key: builder.selection<{ id: string }>('id'),
  resolveReference: ({ id }, context) => findPeriod(context, id),
});

builder.queryField('coveragePeriod', (t) =>
  t.field({
    type: CoveragePeriod,
    nullable: true,
    description: "One of the viewer's own periods, or for CX any; null for any other.",
    args: { id: t.arg.id({ required: true, description: '`CoveragePeriod.id`.' }) },
    resolve: (_, { id }, context) => findPeriod(context, id),
  }),
);

export const CoveragePeriodConnection = builder.connectionObject(
  { type: CoveragePeriod, name: 'CoveragePeriodConnection', description: 'A page of times of cover.' },
  { name: 'CoveragePeriodConnectionEdge', description: 'A time of cover in the list.' },
);

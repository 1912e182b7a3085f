import { internal } from '@moim/kit/graphql/tags.ts';
import { toConnection, toPage } from '@moim/kit/graphql/page.ts';
import { forwardPage } from '@moim/kit/graphql/forward-page.ts';
import { erased, type PersonalData } from '../domain/personal-data.ts';
import { searchPolicies } from '../actions/search-policies.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { AccessLogConnection, resolveAccessLog } from './access-log.ts';
import { asOf, CoveragePeriodConnection } from './coverage-period.ts';
import { timedKey, toTimedKey } from './cursors.ts';
import { loadCoverAt, loadHolder, loadPeriodsOfPolicy, loadPolicy } from './loaders.ts';
import { CoveragePeriod, Member, Policy } from './refs.ts';

const RateCard = builder
  .objectRef<{ version: number; wonPerHour: number; validFrom: Date }>('RateCard')
  .implement({
    description: 'What an hour of cover costs. A period keeps the card it began with.',
    fields: (t) => ({
      version: t.exposeInt('version', { description: 'Counts the cards: 1, 2, 3 …' }),
      wonPerHour: t.exposeInt('wonPerHour', { description: 'In won; charged by the full minute.' }),
      validFrom: t.expose('validFrom', {
        type: 'DateTime',
        description: 'For periods that start then or later.',
      }),
    }),
  });

const maskedNote =
  'Masked for everybody but the holder; CX see more by `revealPersonalData`. "-" once it was erased.';

async function holderOf(context: Context, policyId: string): Promise<PersonalData> {
  return (await loadHolder(context, policyId, undefined)) ?? erased;
}

builder.objectType(Policy, {
  description: 'The insurance of one member. Seen by its holder and by CX.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Made by the client that opened it.' }),
    number: t.exposeString('number', { description: 'Shown to people, e.g. MO-2026-000123.' }),
    holder: t.field({
      type: Member,
      nullable: true,
      description: 'Whose it is; null when identity no longer knows them.',
      resolve: ({ holderId }) => ({ id: holderId }),
    }),
    holderId: t.exposeID('holderId', { description: 'Id of the member, also after they left.' }),
    holderName: t.string({
      description: `Legal name. ${maskedNote}`,
      directives: { perViewer: {} },
      resolve: async ({ id }, _, context) => (await holderOf(context, id)).legalName,
    }),
    holderPhone: t.string({
      description: `Phone number. ${maskedNote}`,
      directives: { perViewer: {} },
      resolve: async ({ id }, _, context) => (await holderOf(context, id)).phone,
    }),
    holderLicence: t.string({
      description: `Number of the driver's licence. ${maskedNote}`,
      directives: { perViewer: {} },
      resolve: async ({ id }, _, context) => (await holderOf(context, id)).licenceNumber,
    }),
    openedAt: t.expose('openedAt', { type: 'DateTime', description: 'When it was opened.' }),
    rate: t.field({
      type: RateCard,
      description: 'What cover that starts now costs.',
      resolve: (_, __, context) => context.rate(),
    }),
    periods: t.field({
      type: CoveragePeriodConnection,
      description: 'Its periods, newest first.',
      args: forwardPage(t),
      resolve: async ({ id }, args, context) => {
        const page = toPage(args);
        const key = toTimedKey(page.after);
        const after = key && { startsAt: key.at, id: key.id };
        const rows = (await loadPeriodsOfPolicy(context, id, { after, limit: page.size + 1 })) ?? [];
        return toConnection(
          rows,
          page,
          (row) => timedKey({ at: row.startsAt, id: row.id }),
          (row) => asOf(row, context.at),
        );
      },
    }),
    coverage: t.field({
      type: CoveragePeriod,
      nullable: true,
      description:
        'Cover at an instant as known at another: was I covered at 14:05, and what did we believe then.',
      args: {
        at: t.arg({ type: 'DateTime', required: true, description: 'When it should hold.' }),
        knownAt: t.arg({ type: 'DateTime', description: 'When it was believed; by default now.' }),
      },
      resolve: ({ id }, { at, knownAt }, context) => coverAt(context, id, { at, knownAt }),
    }),
    accessLog: t.field({
      type: AccessLogConnection,
      description: 'Who looked at the holder’s data and what was changed, newest first.',
      args: forwardPage(t),
      resolve: ({ id }, args, context) => resolveAccessLog(context, id, args),
    }),
  }),
});

/** Null: no cover then, as far as was known. */
export async function coverAt(
  context: Context,
  policyId: string,
  axes: { readonly at?: Date | null | undefined; readonly knownAt?: Date | null | undefined },
) {
  const knownAt = axes.knownAt ?? context.at;
  const row = await loadCoverAt(context, policyId, { at: axes.at ?? context.at, knownAt });
  return row && asOf(row, knownAt);
}

builder.asEntity(Policy, {
  key: builder.selection<{ id: string }>('id'),
  resolveReference: ({ id }, context) => loadPolicy(context, id, undefined),
});

builder.queryFields((t) => ({
  policy: t.field({
    type: Policy,
    nullable: true,
    description: "The viewer's own policy, or for CX any; null for any other.",
    args: { id: t.arg.id({ required: true, description: '`Policy.id`.' }) },
    resolve: (_, { id }, context) => loadPolicy(context, id.toLowerCase(), undefined),
  }),
  searchPolicies: t.field({
    tag: internal,
    type: [Policy],
    description:
      'For CX: policies by number, member id, or exact legal name, phone or licence number, masked. Each look is noted for the holder.',
    args: {
      search: t.arg.string({ required: true, description: '2 to 100 characters.' }),
      first: t.arg.int({ required: true, defaultValue: 20, description: 'At most so many: 1 to 50.' }),
    },
    resolve: async (_, args, context) => {
      const found = await searchPolicies(context.services, context.viewer, args);
      context.markSeen(found.map(({ id }) => id));
      return found;
    },
  }),
}));

import { addWhoAsks, viewerDescription } from '@moim/kit/graphql/who-asks.ts';
import { forwardPage } from '@moim/kit/graphql/forward-page.ts';
import { findCoverageSeq } from '../db/coverage-changes.ts';
import { AccessLogConnection, resolveAccessLog } from './access-log.ts';
import { builder } from './builder.ts';
import { loadOwnPolicy } from './loaders.ts';
import { coverAt } from './policy.ts';
import { CoveragePeriod, Policy } from './refs.ts';

const Viewer = builder.objectRef<{ id: string }>('Viewer').implement({
  description: viewerDescription,
  fields: (t) => ({
    id: t.exposeID('id', { description: "Equals the member's id." }),
    policy: t.field({
      type: Policy,
      nullable: true,
      description: "The viewer's policy; null before the first cover.",
      directives: { perViewer: {} },
      resolve: ({ id }, _, context) => loadOwnPolicy(context, id, undefined),
    }),
    coverage: t.field({
      type: CoveragePeriod,
      nullable: true,
      description: "The viewer's cover at an instant, as known at another one; null: none.",
      directives: { perViewer: {} },
      args: {
        at: t.arg({ type: 'DateTime', description: 'When it should hold; by default now.' }),
        knownAt: t.arg({ type: 'DateTime', description: 'When it was believed; by default now.' }),
      },
      resolve: async ({ id }, axes, context) => {
        const policy = await loadOwnPolicy(context, id, undefined);
        return policy && coverAt(context, policy.id, axes);
      },
    }),
    coverageSeq: t.int({
      nullable: true,
      description: 'Where to start `coverageChanged(afterSeq:)`; 0 before the first cover.',
      directives: { perViewer: {} },
      resolve: ({ id }, _, { db }) => findCoverageSeq(db, id),
    }),
    accessLog: t.field({
      type: AccessLogConnection,
      nullable: true,
      description:
        "Who looked at or changed the viewer's personal data, newest first; null without a policy.",
      directives: { perViewer: {} },
      args: forwardPage(t),
      resolve: async ({ id }, args, context) => {
        const policy = await loadOwnPolicy(context, id, undefined);
        return policy && resolveAccessLog(context, policy.id, args);
      },
    }),
  }),
});

addWhoAsks(builder, Viewer);

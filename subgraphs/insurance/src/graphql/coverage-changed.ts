import { followCoverage } from '../actions/follow-coverage.ts';
import type { CoverageChange as CoverageChangeRow } from '../db/coverage-changes.ts';
import { builder } from './builder.ts';
import { getPeriod } from './coverage-period.ts';
import { CoveragePeriod } from './refs.ts';

const CoverageChange = builder.objectRef<CoverageChangeRow>('CoverageChange').implement({
  description: "Something about the viewer's cover is new.",
  fields: (t) => ({
    seq: t.exposeInt('seq', { description: 'Place among the changes: 1, 2, 3 … without a gap; the cursor.' }),
    period: t.field({
      type: CoveragePeriod,
      description: 'The period that changed, as believed at the moment of telling.',
      resolve: ({ periodId }, _, context) => getPeriod(context, periodId),
    }),
  }),
});

builder.subscriptionField('coverageChanged', (t) =>
  t.field({
    type: CoverageChange,
    description:
      "Changes of the viewer's cover: first what was missed after `afterSeq`, then live, in order and without a gap.",
    args: {
      afterSeq: t.arg.int({
        description: 'From `Viewer.coverageSeq` or the last event; absent to start with what comes next.',
        directives: { resume: {} },
      }),
    },
    subscribe: (_, { afterSeq }, { services, viewer }) =>
      followCoverage(services, {
        memberId: viewer.memberId,
        afterSeq: afterSeq ?? null,
        random: Math.random,
      }),
    resolve: (change) => change,
  }),
);

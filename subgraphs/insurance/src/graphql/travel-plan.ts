import { asOf } from './coverage-period.ts';
import { loadPeriodOfPlan } from './loaders.ts';
import { CoveragePeriod } from './refs.ts';
import { TravelPlan } from './travel-plan-ref.ts';

TravelPlan.implement({
  externalFields: (t) => ({ id: t.id() }),
  fields: (t) => ({
    coverage: t.field({
      type: CoveragePeriod,
      nullable: true,
      description: "The viewer's own cover that is tied to this trip, the latest; null: none.",
      directives: { perViewer: {} },
      resolve: async ({ id }, _, context) => {
        const row = await loadPeriodOfPlan(context, id, undefined);
        return row && asOf(row, context.at);
      },
    }),
  }),
});

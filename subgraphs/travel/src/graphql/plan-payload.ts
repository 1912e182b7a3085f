import { builder } from './builder.ts';
import { getPlan } from './loaders.ts';
import { TravelPlan } from './plan-ref.ts';

/** The payload of a mutation that answers a plan. */
export const planPayload = (name: string, description: string) =>
  builder.objectRef<{ planId: string }>(name).implement({
    description,
    fields: (t) => ({
      plan: t.field({
        type: TravelPlan,
        description: 'The plan as it is now.',
        resolve: ({ planId }, _, context) => getPlan(context, planId),
      }),
    }),
  });

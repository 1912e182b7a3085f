import type { PlanRow } from '../db/plan-rows.ts';
import type { PlanAudience as Audience } from '../domain/audience.ts';
import { builder } from './builder.ts';

/** Apart from its fields, because plans and recommendations speak of each other. */
export const TravelPlan = builder.objectRef<PlanRow>('TravelPlan');

const audiences = {
  PRIVATE: { description: 'Nobody but author and companions.' },
  FOLLOWERS: { description: 'Those who follow the author.' },
  LINK: { description: 'Whoever is logged in and has the link.' },
  PUBLIC: { description: 'Whoever is logged in, also without the link.' },
} satisfies Record<Audience, { description: string }>;

export const PlanAudience = builder.enumType('PlanAudience', {
  description: 'Who may see a plan, beside its author and companions.',
  values: audiences,
});

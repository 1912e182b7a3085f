import { builder } from './builder.ts';

/** Owned by travel; here only the key is known. */
export const TravelPlan = builder.externalRef('TravelPlan', builder.selection<{ id: string }>('id'));

// Each file adds its part to the builder.
import './calendar-event.ts';
import './city.ts';
import './like-and-follow.ts';
import './member.ts';
import './plan-lists.ts';
import './plan-mutations.ts';
import './publication.ts';
import './recommendation.ts';
import './request-recommendation.ts';
import './travel-plan.ts';
import './viewer.ts';
import { toSubgraphSchema } from '@moim/kit/graphql/subgraph-schema.ts';
import { builder } from './builder.ts';

builder.queryType({ description: 'What can be read.' });
builder.mutationType({ description: 'What can be changed.' });
builder.subscriptionType({ description: 'What can be followed live.' });

export const schema = toSubgraphSchema(builder, { hasSubscriptions: true });

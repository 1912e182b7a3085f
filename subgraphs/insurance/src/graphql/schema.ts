// Each file adds its part to the builder.
import './access-log.ts';
import './coverage-changed.ts';
import './coverage-period.ts';
import './cx-mutations.ts';
import './member-mutations.ts';
import './policy.ts';
import './travel-plan.ts';
import './viewer.ts';
import { toSubgraphSchema } from '@moim/kit/graphql/subgraph-schema.ts';
import { builder } from './builder.ts';

builder.queryType({ description: 'What can be read.' });
builder.mutationType({ description: 'What can be changed.' });
builder.subscriptionType({ description: 'What can be followed live.' });

export const schema = toSubgraphSchema(builder, { hasSubscriptions: true });

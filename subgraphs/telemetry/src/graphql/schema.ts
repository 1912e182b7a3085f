// Each file adds its part to the builder.
import './ingest-samples.ts';
import './live.ts';
import './parking-alert.ts';
import './parking-session.ts';
import './register-vehicle.ts';
import './session-mutations.ts';
import './vehicle.ts';
import './viewer.ts';
import { toSubgraphSchema } from '@moim/kit/graphql/subgraph-schema.ts';
import { builder } from './builder.ts';

builder.queryType({ description: 'What can be read.' });
builder.mutationType({ description: 'What can be changed.' });
builder.subscriptionType({ description: 'What can be followed live.' });

export const schema = toSubgraphSchema(builder, { hasSubscriptions: true });

// Each file adds its part to the builder.
import './viewer.ts';
import { toSubgraphSchema } from '@moim/kit/graphql/subgraph-schema.ts';
import { builder } from './builder.ts';

builder.queryType({ description: 'What can be read.' });

export const schema = toSubgraphSchema(builder, { hasSubscriptions: false });

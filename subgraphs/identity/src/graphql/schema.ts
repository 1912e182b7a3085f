import './account-mutations.ts';
import './app-mutations.ts';
import './app.ts';
import './dead-letter-mutations.ts';
import './dead-letter-queues.ts';
import './dead-letters.ts';
import './group-mutations.ts';
import './group.ts';
import './member.ts';
import './mutation-type.ts';
import './queries.ts';
import './top-up.ts';
import './viewer.ts';
import './wallet.ts';
import { toSubgraphSchema } from '@moim/kit/graphql/subgraph-schema.ts';
import { builder } from './builder.ts';

export const schema = toSubgraphSchema(builder, { hasSubscriptions: true });

// Each file adds its part to the builder.
import './chat-room.ts';
import './chat-room-members.ts';
import './chat-room-messages.ts';
import './chat-room-events.ts';
import './create-chat-room.ts';
import './inbox-changed.ts';
import './leave-chat-room.ts';
import './linked-entity.ts';
import './mark-notifications-read.ts';
import './mark-read.ts';
import './message-card.ts';
import './notification.ts';
import './send-message.ts';
import './viewer.ts';
import { toSubgraphSchema } from '@moim/kit/graphql/subgraph-schema.ts';
import { builder } from './builder.ts';

builder.queryType({ description: 'What can be read.' });
builder.mutationType({ description: 'What can be changed.' });
builder.subscriptionType({ description: 'What can be followed live.' });

export const schema = toSubgraphSchema(builder, { hasSubscriptions: true });

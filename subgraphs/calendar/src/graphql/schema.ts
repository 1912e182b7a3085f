// Each file adds its part to the builder.
import './answer-invitation.ts';
import './calendar.ts';
import './calendar-event.ts';
import './calendar-event-changed.ts';
import './calendar-mutations.ts';
import './clash.ts';
import './create-event.ts';
import './delete-event.ts';
import './event-clashes.ts';
import './import-calendar.ts';
import './meeting-room.ts';
import './occurrence.ts';
import './set-declines-when-busy.ts';
import './set-event-reminders.ts';
import './update-event.ts';
import './viewer.ts';
import { toSubgraphSchema } from '@moim/kit/graphql/subgraph-schema.ts';
import { builder } from './builder.ts';

builder.queryType({ description: 'What can be read.' });
builder.mutationType({ description: 'What can be changed.' });
builder.subscriptionType({ description: 'What can be followed live.' });

export const schema = toSubgraphSchema(builder, { hasSubscriptions: true });

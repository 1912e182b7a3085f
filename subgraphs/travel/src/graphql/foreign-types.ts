import { builder } from './builder.ts';

const key = () => builder.selection<{ id: string }>('id');

/** Owned by messaging; here only the key is known. */
export const ChatRoom = builder
  .externalRef('ChatRoom', builder.keyDirective(key(), false))
  .implement({ externalFields: (t) => ({ id: t.id() }) });

/** Owned by identity; travel adds who follows whom, and what they share. */
export const Member = builder.externalRef('Member', key());

/** Owned by calendar; travel adds the trip made of it. */
export const CalendarEvent = builder.externalRef('CalendarEvent', key());

import { builder } from './builder.ts';

const key = () => builder.keyDirective(builder.selection<{ id: string }>('id'), false);

/** Owned by identity; here only the key is known. */
export const Member = builder
  .externalRef('Member', key())
  .implement({ externalFields: (t) => ({ id: t.id() }) });

/** Owned by identity; here only the key is known. */
export const Group = builder
  .externalRef('Group', key())
  .implement({ externalFields: (t) => ({ id: t.id() }) });

/** Owned by messaging; here only the key is known. */
export const ChatRoom = builder
  .externalRef('ChatRoom', key())
  .implement({ externalFields: (t) => ({ id: t.id() }) });

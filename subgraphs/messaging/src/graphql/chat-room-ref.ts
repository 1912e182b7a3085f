import type { ChatRoomRow } from '../db/chat-rooms.ts';
import { builder } from './builder.ts';

/** Apart from its fields, because rooms and messages speak of each other. */
export const ChatRoom = builder.objectRef<ChatRoomRow>('ChatRoom');

export const ChatRoomKind = builder.enumType('ChatRoomKind', {
  description: 'How members come into a room.',
  values: {
    DIRECT: { description: 'Exactly two members; one room for each pair, for ever.' },
    GROUP: { description: 'Members named one by one, and those of the groups that it follows.' },
  },
});

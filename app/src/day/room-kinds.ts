import { z } from 'zod';
import type { DayClient } from './client.ts';
import * as documents from './documents.ts';

const messages = z.object({
  chatRoom: z.object({
    messages: z.object({ edges: z.array(z.object({ node: z.object({ kind: z.string() }) })) }),
  }),
});

/** Kinds of the newest messages of a room. */
export async function kindsIn(member: DayClient, roomId: string): Promise<string[]> {
  const { chatRoom } = await member.ask(messages, documents.roomMessages, { id: roomId });
  return chatRoom.messages.edges.map(({ node }) => node.kind);
}

import { memberName } from '#lib/features/people/member-name.ts';
import type { MessageFieldsFragment, RoomSummaryFragment } from '#lib/graphql/generated/graphql.ts';
import { m } from '#lib/paraglide/messages.js';

/** What a notice says about who came and went; null for a message that somebody wrote. */
export function noticeText({ kind, sender }: MessageFieldsFragment): string | null {
  if (kind === 'MEMBER_JOINED') return m.member_joined({ name: memberName(sender) });
  if (kind === 'MEMBER_LEFT') return m.member_left({ name: memberName(sender) });
  return null;
}

/** The last message in one line, with its author where it could be anyone. */
export function preview({ lastMessage, kind }: RoomSummaryFragment, viewerId: string): string {
  if (!lastMessage) return m.no_messages_yet();
  const notice = noticeText(lastMessage);
  if (notice) return notice;
  const text = (lastMessage.text ?? '').replace(/\s+/g, ' ');
  if (lastMessage.sender?.id === viewerId) return m.preview_own({ text });
  return kind === 'DIRECT' ? text : m.preview_by({ name: memberName(lastMessage.sender), text });
}

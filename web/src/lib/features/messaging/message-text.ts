import { memberName } from '#lib/features/people/member-name.ts';
import { dateStyle } from '#lib/format/style.svelte.ts';
import type { MessageFieldsFragment, RoomSummaryFragment } from '#lib/graphql/generated/graphql.ts';
import { m } from '#lib/paraglide/messages.js';
import { formatMoment, formatMove } from './cards/format-moment.ts';

/** What a notice says about who came and went, or what happened elsewhere; null for a message that somebody wrote. */
export function noticeText(message: MessageFieldsFragment): string | null {
  const name = memberName(message.sender);
  switch (message.kind) {
    case 'TEXT':
      return null;
    case 'MEMBER_JOINED':
      return m.member_joined({ name });
    case 'MEMBER_LEFT':
      return m.member_left({ name });
    case 'EVENT_MOVED':
      return m.notice_event_moved({ name, ...moveOf(message) });
    case 'EVENT_CANCELLED':
      return m.notice_event_cancelled({ name, at: momentOf(message.startsAt) });
    case 'RECOMMENDATION_CREATED':
      return m.notice_recommendation({ name });
    case 'PARKING_FINISHED':
      return m.notice_parked({ name, score: message.score ?? 0 });
  }
}

const moveOf = ({ previousStartsAt, startsAt, sentAt }: MessageFieldsFragment) =>
  formatMove(previousStartsAt ?? sentAt, startsAt ?? sentAt, dateStyle());

const momentOf = (instant: string | null): string =>
  instant === null ? '' : formatMoment(instant, dateStyle());

/** The last message in one line, with its author where it could be anyone. */
export function preview({ lastMessage, kind }: RoomSummaryFragment, viewerId: string): string {
  if (!lastMessage) return m.no_messages_yet();
  const notice = noticeText(lastMessage);
  if (notice) return notice;
  const text = (lastMessage.text ?? '').replace(/\s+/g, ' ');
  if (lastMessage.sender?.id === viewerId) return m.preview_own({ text });
  return kind === 'DIRECT' ? text : m.preview_by({ name: memberName(lastMessage.sender), text });
}

import { memberName } from '#lib/features/people/member-name.ts';
import type { MemberFieldsFragment, RoomSummaryFragment } from '#lib/graphql/generated/graphql.ts';
import { m } from '#lib/paraglide/messages.js';

/** What a room is called by. */
type NamedRoom = Pick<RoomSummaryFragment, 'kind' | 'title' | 'members'>;

/** A room without a title is called by the others in it. */
export function roomTitle(room: NamedRoom, viewerId: string, locale: string): string {
  if (room.title) return room.title;
  const others = othersIn(room, viewerId);
  if (others.length === 0) return room.kind === 'DIRECT' ? m.former_member() : m.room_untitled();
  return new Intl.ListFormat(locale, { type: 'unit', style: 'short' }).format(others.map(memberName));
}

/** Up to three of the others; in a direct room the one it is with. */
export function othersIn(
  room: Pick<RoomSummaryFragment, 'members'>,
  viewerId: string,
): readonly MemberFieldsFragment[] {
  const members = room.members.edges.flatMap(({ node }) => node ?? []);
  return members.filter(({ id }) => id !== viewerId).slice(0, 3);
}

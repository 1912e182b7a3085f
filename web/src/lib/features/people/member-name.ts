import type { MemberFieldsFragment } from '#lib/graphql/generated/graphql.ts';
import { m } from '#lib/paraglide/messages.js';

/** Who has left is no longer called by name. */
export function memberName(member: Pick<MemberFieldsFragment, 'name' | 'withdrawnAt'> | null): string {
  return member && member.withdrawnAt === null ? member.name : m.former_member();
}

/** Neutral, for someone who has left. */
export const formerColor = '#5b6472';

export function memberColor(
  member: Pick<MemberFieldsFragment, 'avatarColor' | 'withdrawnAt'> | null,
): string {
  return member && member.withdrawnAt === null ? member.avatarColor : formerColor;
}

import type { GroupRole } from '#lib/graphql/generated/graphql.ts';
import { m } from '#lib/paraglide/messages.js';

export function groupRoleName(role: GroupRole): string {
  return role === 'OWNER' ? m.role_owner() : m.role_member();
}

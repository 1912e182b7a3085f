import { m } from '#lib/paraglide/messages.js';

/** What a person can do about a failure, by its code and, for an input, by its field. */
export function errorText(code: string, field: string | null = null): string {
  const fieldText = field ? fieldTexts[fieldName(field)] : undefined;
  return (fieldText ?? codeTexts[code] ?? m.error_unknown)();
}

/** The server names the path, e.g. `input.text`; a form knows its own fields by their last part. */
export function fieldName(path: string): string {
  return path.split('.').at(-1) ?? path;
}

const codeTexts: Record<string, () => string> = {
  NETWORK: m.error_network,
  UNAUTHENTICATED: m.error_unauthenticated,
  FORBIDDEN: m.error_forbidden,
  UNAUTHORIZED_FIELD_OR_TYPE: m.error_forbidden,
  NOT_FOUND: m.error_not_found,
  BAD_USER_INPUT: m.error_input,
  CONFLICT: m.error_conflict,
  IDEMPOTENCY_KEY_REUSED: m.error_conflict,
  UNKNOWN_DOCUMENT: m.error_outdated,
  LIMIT_EXCEEDED: m.error_limit,
  RATE_LIMITED: m.error_rate_limited,
  BEHIND: m.error_unavailable,
  SUBGRAPH_UNAVAILABLE: m.error_unavailable,
  REPLICA_UNAVAILABLE: m.error_unavailable,
  DATABASE_UNAVAILABLE: m.error_unavailable,
  TIMED_OUT: m.error_unavailable,
};

const fieldTexts: Record<string, () => string> = {
  name: m.error_name,
  groupName: m.error_group_name,
  title: m.error_title,
  handle: m.error_handle,
  password: m.error_password,
  timeZone: m.error_time_zone,
  text: m.error_message_text,
  memberId: m.error_member,
  memberIds: m.error_members,
  groupIds: m.error_groups,
};

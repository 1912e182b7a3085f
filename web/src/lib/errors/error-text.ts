import { m } from '#lib/paraglide/messages.js';
import { fieldOf } from './field-of.ts';

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

/** What a person can do about a failure in the words of one form: its own for its values, else by the code. */
export function wordsOf(fieldTexts: Readonly<Record<string, () => string>>) {
  const fields = Object.keys(fieldTexts);
  return (code: string, path: string | null = null): string => {
    const fieldText = fieldTexts[fieldOf(path, fields) ?? ''];
    return (fieldText ?? codeTexts[code] ?? m.error_unknown)();
  };
}

/** What a person can do about a failure, by its code and, for an input, by its field. */
export const errorText = wordsOf({
  name: m.error_name,
  title: m.error_title,
  handle: m.error_handle,
  password: m.error_password,
  timeZone: m.error_time_zone,
  text: m.error_message_text,
  memberId: m.error_member,
  memberIds: m.error_members,
  groupIds: m.error_groups,
});

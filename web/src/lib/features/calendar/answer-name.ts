import type { InvitationAnswer } from '#lib/graphql/generated/graphql.ts';
import { m } from '#lib/paraglide/messages.js';

export function answerName(answer: InvitationAnswer): string {
  return names[answer]();
}

const names: Record<InvitationAnswer, () => string> = {
  NEEDS_ACTION: m.calendar_not_answered,
  ACCEPTED: m.calendar_accept,
  TENTATIVE: m.calendar_maybe,
  DECLINED: m.calendar_decline,
};

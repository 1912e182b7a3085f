import type { DeadLetterFieldsFragment } from '#lib/graphql/generated/graphql.ts';
import { m } from '#lib/paraglide/messages.js';

type Action = DeadLetterFieldsFragment['actions'][number];

/** What was done, and by whom. */
export function actionText({ kind, actor }: Action): string {
  const name = actor?.name ?? m.ops_somebody();
  if (kind === 'APPLIED') return m.ops_action_applied();
  return kind === 'DISCARD' ? m.ops_action_discard({ name }) : m.ops_action_reprocess({ name });
}

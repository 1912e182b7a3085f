import type { EntityReference } from './entity.ts';
import type { NotificationKind } from './notification.ts';

/** Members who are told of a change in the same way. */
export interface Telling {
  readonly memberIds: readonly string[];
  /** Null: silently, so that what shows the subject is read again. */
  readonly kind: NotificationKind | null;
}

/** Something changed in another subgraph, and who is told of it. */
export interface EntityChange {
  readonly subject: EntityReference;
  /** Who did it: told silently whatever else is said. Null when nobody did. */
  readonly actorId: string | null;
  readonly startsAt: Date | null;
  readonly previousStartsAt: Date | null;
  readonly at: Date;
  readonly causeEventId: string;
  /** A member who stands in several is told as the first of them says. */
  readonly told: readonly Telling[];
}

/** How each member is told, once: the first telling counts, and nobody is notified of their own doing. */
export function tellingByMember({ actorId, told }: Pick<EntityChange, 'actorId' | 'told'>) {
  const kinds = new Map<string, NotificationKind | null>();
  for (const { memberIds, kind } of told)
    for (const memberId of memberIds)
      if (!kinds.has(memberId)) kinds.set(memberId, memberId === actorId ? null : kind);
  return kinds;
}

import type { EntityChange } from './entity-change.ts';
import type { EntityReference } from './entity.ts';
import type { NoticeKind } from './message.ts';

/** A message that tells in a room what happened elsewhere, if whose doing it was is in that room. */
export interface RoomNotice {
  readonly kind: NoticeKind;
  readonly roomId: string;
  /** Whose doing it was. */
  readonly memberId: string;
  readonly subject: EntityReference;
  readonly startsAt: Date | null;
  readonly previousStartsAt: Date | null;
  readonly score: number | null;
}

/** What an event of another subgraph means here: who is told of it, and what is said in a room. */
export interface Tidings {
  readonly change: Omit<EntityChange, 'at' | 'causeEventId'>;
  readonly notice: RoomNotice | null;
}

type Change = Partial<Tidings['change']> & Pick<Tidings['change'], 'subject' | 'told'>;
type Notice = Partial<Omit<RoomNotice, 'roomId'>> &
  Pick<RoomNotice, 'kind' | 'memberId'> & { readonly roomId: string | null };

/** Tidings with what most of them lack; no notice without a room. */
export function tidings(change: Change, notice?: Notice): Tidings {
  return {
    change: { actorId: null, startsAt: null, previousStartsAt: null, ...change },
    notice:
      notice && notice.roomId !== null
        ? {
            ...{ subject: change.subject, startsAt: null, previousStartsAt: null, score: null, ...notice },
            roomId: notice.roomId,
          }
        : null,
  };
}

/** An event as its contract lets it be read. */
export interface TidingsEvent {
  readonly name: string;
  readonly payload: unknown;
}

/** What a contract lets its events carry. */
export type Payload<Contract extends { payload: { parse(input: unknown): unknown } }> = ReturnType<
  Contract['payload']['parse']
>;

import type { Tx } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import type { Tidings } from '../domain/tidings.ts';
import { postNotice } from './post-notice.ts';
import { tellOfChange } from './tell-of-change.ts';

export interface Cause {
  readonly eventId: string;
  readonly at: Date;
}

/** First the room, then the inboxes: the order in which locks are taken everywhere. */
export async function takeInTidings(
  tx: Tx,
  services: Pick<Services, 'bus' | 'now' | 'newId'>,
  { change, notice }: Tidings,
  { eventId, at }: Cause,
): Promise<void> {
  if (notice) await postNotice(tx, services, notice);
  await tellOfChange(tx, services, { ...change, at, causeEventId: eventId });
}

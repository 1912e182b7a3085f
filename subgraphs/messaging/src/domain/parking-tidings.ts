import { parkingAborted, parkingFinished, parkingStarted } from '@moim/schema/contracts/telemetry.ts';
import type { EntityReference } from './entity.ts';
import { tidings, type Tidings, type TidingsEvent } from './tidings.ts';

/** What an event of telemetry means to the driver; null for one that concerns nobody here. */
export function parkingTidings({ name, payload }: TidingsEvent): Tidings | null {
  switch (name) {
    case parkingStarted.name:
      return silently(parkingStarted.payload.parse(payload));
    case parkingAborted.name:
      return silently(parkingAborted.payload.parse(payload));
    case parkingFinished.name: {
      const event = parkingFinished.payload.parse(payload);
      return tidings(
        { subject: session(event), told: [{ memberIds: [event.memberId], kind: 'PARKING_FINISHED' }] },
        {
          kind: 'PARKING_FINISHED',
          roomId: event.shareRoomId,
          memberId: event.memberId,
          score: event.score,
        },
      );
    }
    default:
      return null;
  }
}

const session = ({ parkingSessionId }: { parkingSessionId: string }): EntityReference => ({
  kind: 'PARKING_SESSION',
  id: parkingSessionId,
});

const silently = (event: { parkingSessionId: string; memberId: string }): Tidings =>
  tidings({ subject: session(event), told: [{ memberIds: [event.memberId], kind: null }] });

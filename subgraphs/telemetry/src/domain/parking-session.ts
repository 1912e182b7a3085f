import { ConflictError, InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { isUuid } from '@moim/kit/ids/given-id.ts';
import { toId } from './id.ts';
import type { ParkingReport } from './score.ts';

export const parkingStates = ['RUNNING', 'FINISHED', 'ABORTED'] as const;
export type ParkingState = (typeof parkingStates)[number];

export const abortReasons = ['DRIVER', 'SILENCE', 'WITHDRAWAL'] as const;
export type AbortReason = (typeof abortReasons)[number];

/** One parking of one car by one driver. */
export interface ParkingSession {
  readonly id: string;
  readonly vehicleId: string;
  readonly driverId: string;
  readonly state: ParkingState;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly calendarEventId: string | null;
  readonly coveragePeriodId: string | null;
  readonly shareRoomId: string | null;
  /** Secret of the sensor bridge; of no use when the session is over. */
  readonly ingestToken: string;
  readonly report: ParkingReport | null;
}

export interface StartParkingInput {
  readonly id: string;
  readonly vehicleId: string;
  readonly calendarEventId?: string | null | undefined;
  readonly coveragePeriodId?: string | null | undefined;
  readonly shareRoomId?: string | null | undefined;
}

export type ParkingDraft = Pick<
  ParkingSession,
  'id' | 'vehicleId' | 'driverId' | 'calendarEventId' | 'coveragePeriodId' | 'shareRoomId'
>;

/**
 * @throws {InvalidInputError} naming the field. What the links lead to is not looked at: whoever
 * follows them sees what its owner lets them see.
 */
export function draftSession(driverId: string, input: StartParkingInput): ParkingDraft {
  return {
    id: toId(input.id, 'input.id'),
    vehicleId: toId(input.vehicleId, 'input.vehicleId'),
    driverId,
    calendarEventId: link(input.calendarEventId, 'input.calendarEventId'),
    coveragePeriodId: link(input.coveragePeriodId, 'input.coveragePeriodId'),
    shareRoomId: link(input.shareRoomId, 'input.shareRoomId'),
  };
}

function link(value: string | null | undefined, field: string): string | null {
  if (value == null) return null;
  if (!isUuid(value)) throw new InvalidInputError(field, 'An id is a UUID.');
  return value.toLowerCase();
}

/** True when both ask for the same: a retry. */
export const isSameRequest = (stored: ParkingSession, draft: ParkingDraft): boolean =>
  stored.vehicleId === draft.vehicleId &&
  stored.driverId === draft.driverId &&
  stored.calendarEventId === draft.calendarEventId &&
  stored.coveragePeriodId === draft.coveragePeriodId &&
  stored.shareRoomId === draft.shareRoomId;

/** The client's id was used for another request; it makes a new one. */
export class IdTakenError extends ConflictError {
  constructor() {
    super('This id stands for something else already.');
  }
}

/** The driver or the car is in a running session. */
export class AlreadyParkingError extends ConflictError {
  constructor() {
    super('You or this vehicle are in a parking session that still runs.');
  }
}

/** Hours for which a bridge may send. */
const ingestHours = 12;

export const ingestExpiresAt = ({ startedAt }: Pick<ParkingSession, 'startedAt'>): Date =>
  new Date(startedAt.getTime() + ingestHours * 3_600_000);

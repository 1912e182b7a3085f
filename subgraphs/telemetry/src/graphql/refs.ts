import type { ParkingSession as SessionRow } from '../domain/parking-session.ts';
import type { StoredAlert } from '../domain/stored-alert.ts';
import { builder } from './builder.ts';

/** Apart from their fields, because sessions and alerts speak of each other. */
export const ParkingSession = builder.objectRef<SessionRow>('ParkingSession');
export const ParkingAlert = builder.objectRef<StoredAlert>('ParkingAlert');

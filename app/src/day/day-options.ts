import type { DayClient } from './client.ts';
import type { CoverEnded } from './insurer.ts';

export interface DayCast {
  readonly minji: DayClient;
  readonly jiwon: DayClient;
  readonly yuna: DayClient;
}

export interface DayOptions {
  readonly url: string;
  readonly cast: DayCast;
  /** A new UUIDv7. */
  readonly newId: () => string;
  readonly now: () => Date;
  /** Tells who watches what happens. */
  readonly say: (line: string) => void;
  /** Between two steps, so that a person can follow on the screen. */
  readonly pause: () => Promise<void>;
  /** Pays a checkout page as the provider's customer would. */
  readonly pay: (checkoutUrl: string) => Promise<void>;
  /** Drives the car into a slot by the coach; resolves with the score. */
  readonly drive: (ride: Ride) => Promise<number>;
  /** Sends what the insurer would; resolves with the HTTP status. */
  readonly callBack: (told: CoverEnded) => Promise<number>;
  /** Somebody new, who leaves again before the day is over. */
  readonly newColleague: () => Promise<DayClient>;
  readonly colleaguePassword: string;
}

export interface Ride {
  readonly driver: DayClient;
  readonly vehicleId: string;
  readonly calendarEventId: string;
  readonly coveragePeriodId: string;
  readonly shareRoomId: string;
}

import { gears } from '@moim/simulator/car/bicycle.ts';
import type { Advice } from '@moim/simulator/drivers/driver.ts';
import { z } from 'zod';
import type { MoimClient } from './moim-client.ts';

const guidance = z.object({
  step: z.string(),
  gear: z.enum(gears).nullable(),
  steeringRad: z.number().nullable(),
  distanceM: z.number().nullable(),
  textEn: z.string(),
});
const frame = z.object({ parkingFrames: z.object({ guidance: guidance.nullable() }) });
const alert = z.object({
  parkingAlerts: z.object({ pattern: z.string(), danger: z.string(), textEn: z.string() }),
});

export interface CoachFeed {
  /** What the coach said last. */
  readonly advice: Advice | null;
  readonly alertCount: number;
  stop(): void;
}

/** Listens to what the coach says to a session, as any client does, and tells it on when it changes. */
export function followCoach(
  client: MoimClient,
  sessionId: string,
  say: (line: string) => void,
  isEveryStepSaid: boolean,
): CoachFeed {
  let advice: z.output<typeof guidance> | null = null;
  let alertCount = 0;
  const stops = [
    client.follow(frame, {
      query: `subscription ($sessionId: ID!) { parkingFrames(sessionId: $sessionId) {
        guidance { step gear steeringRad distanceM textEn } } }`,
      variables: { sessionId },
      onData: ({ parkingFrames }) => {
        if (isEveryStepSaid && parkingFrames.guidance && parkingFrames.guidance.step !== advice?.step)
          say(`  coach: ${parkingFrames.guidance.textEn}`);
        advice = parkingFrames.guidance;
      },
    }),
    client.follow(alert, {
      query: `subscription ($sessionId: ID!) { parkingAlerts(sessionId: $sessionId) {
        pattern danger textEn } }`,
      variables: { sessionId },
      onData: ({ parkingAlerts: { pattern, danger, textEn } }) => {
        alertCount += 1;
        say(`  ! ${danger} ${pattern}: ${textEn}`);
      },
    }),
  ];
  return {
    get advice() {
      return advice;
    },
    get alertCount() {
      return alertCount;
    },
    stop: () => stops.forEach((stop) => stop()),
  };
}

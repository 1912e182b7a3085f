import { endCover } from '@moim/insurance/actions/end-cover.ts';
import { openPolicy } from '@moim/insurance/actions/open-policy.ts';
import { startCover } from '@moim/insurance/actions/start-cover.ts';
import { takeCallback } from '@moim/insurance/actions/take-callback.ts';
import { lockPolicy } from '@moim/insurance/db/policies.ts';
import { withdraw } from '@moim/identity/actions/withdraw.ts';
import { demoLead, demoLeaver, demoPassword } from './people.ts';
import type { Stage } from './stage.ts';

const hours = (count: number): number => count * 60;

interface Ride {
  readonly by: string;
  readonly fromMinutesAgo: number;
  readonly untilMinutesAgo: number;
}

/** Earlier rides; the leaver's still runs when he calls and then leaves. */
const rides: readonly Ride[] = [
  { by: demoLead, fromMinutesAgo: hours(96), untilMinutesAgo: hours(93) - 17 },
  { by: demoLead, fromMinutesAgo: hours(50), untilMinutesAgo: hours(48) - 41 },
  { by: 'jiwon', fromMinutesAgo: hours(30), untilMinutesAgo: hours(28) },
  { by: 'dana', fromMinutesAgo: hours(27), untilMinutesAgo: hours(26) - 12 },
];

const holders = [
  { by: demoLead, legalName: '이민지', phone: '010-2345-6789', licenceNumber: '11-23-456789-01' },
  { by: 'jiwon', legalName: '박지원', phone: '010-3456-7890', licenceNumber: '13-19-234567-80' },
  { by: 'dana', legalName: 'Dana Whitfield', phone: '010-4567-8901', licenceNumber: '11-20-345678-90' },
  { by: demoLeaver.handle, legalName: '오태호', phone: '010-5678-9012', licenceNumber: '26-15-567890-12' },
];

/** Policies and rides, one late callback, and a colleague who left while his cover ran. */
export async function playCovers(stage: Stage): Promise<void> {
  const opening = stage.at('insurance', stage.minutesAgo(hours(120)));
  for (const { by, ...data } of holders)
    stage.remember(
      'policy',
      by,
      await openPolicy(opening, stage.viewer(by), { id: opening.newId(), ...data }),
    );
  for (const ride of rides) await playRide(stage, ride);
  await playLeaver(stage);
}

async function playRide(stage: Stage, { by, fromMinutesAgo, untilMinutesAgo }: Ride): Promise<void> {
  const starting = stage.at('insurance', stage.minutesAgo(fromMinutesAgo));
  const ending = stage.at('insurance', stage.minutesAgo(untilMinutesAgo));
  const periodId = await startCover(starting, stage.viewer(by), { id: starting.newId() });
  await endCover(ending, stage.viewer(by), { periodId });
  if (by === demoLead) await playCallback(stage, periodId, untilMinutesAgo);
}

/** Two days late, about an end that was known: recorded, and nothing changes. */
async function playCallback(stage: Stage, periodId: string, endedMinutesAgo: number): Promise<void> {
  const arrivesMinutesAgo = endedMinutesAgo - hours(46);
  if (arrivesMinutesAgo < 0) return;
  const services = stage.at('insurance', stage.minutesAgo(arrivesMinutesAgo));
  const policy = await services.db.write.transaction((tx) =>
    lockPolicy(tx, { id: stage.idOf('policy', demoLead) }),
  );
  const effectiveAt = stage.minutesAgo(endedMinutesAgo - 5);
  const callback = { eventId: `demo-${periodId}`, policyNumber: policy?.number ?? '', periodId, effectiveAt };
  await takeCallback(services, { callback, body: JSON.stringify(callback), address: '203.0.113.7' });
}

async function playLeaver(stage: Stage): Promise<void> {
  const viewer = stage.viewer(demoLeaver.handle);
  const starting = stage.at('insurance', stage.minutesAgo(hours(31)));
  await startCover(starting, viewer, { id: starting.newId() });
  await withdraw(stage.at('identity', stage.minutesAgo(hours(20))), viewer, demoPassword);
}

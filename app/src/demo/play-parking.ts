import { startDrive, stepMs } from '@moim/simulator/drive.ts';
import { drivers } from '@moim/simulator/drivers/drivers.ts';
import type { Frame } from '@moim/simulator/frame.ts';
import { createRandom } from '@moim/simulator/random.ts';
import { createScenario, type ScenarioName } from '@moim/simulator/world/scenario.ts';
import { finishParking } from '@moim/telemetry/actions/finish-parking.ts';
import { ingestSamples } from '@moim/telemetry/actions/ingest-samples.ts';
import { registerVehicle } from '@moim/telemetry/actions/register-vehicle.ts';
import { startParking } from '@moim/telemetry/actions/start-parking.ts';
import { demoLead, demoPeople } from './people.ts';
import type { Stage } from './stage.ts';

const vehicles = [
  { name: 'Ioniq 5 · B12', plate: '12가 3456' },
  { name: 'Kona · B14', plate: '34나 7890' },
] as const;

interface DemoDrive {
  readonly by: string;
  readonly vehicle: string;
  readonly scenario: ScenarioName;
  readonly driver: 'good' | 'novice';
  readonly seed: number;
  readonly endedMinutesAgo: number;
}

const day = 24 * 60;

/** From a first attempt to a car that stands straight. */
const drives: readonly DemoDrive[] = [
  { by: demoLead, ...car(0), scenario: 'parallel', driver: 'novice', seed: 3, endedMinutesAgo: 12 * day },
  { by: demoLead, ...car(0), scenario: 'perpendicular', driver: 'novice', seed: 5, endedMinutesAgo: 4 * day },
  { by: 'dana', ...car(1), scenario: 'angled', driver: 'good', seed: 8, endedMinutesAgo: 3 * day },
  {
    by: demoLead,
    ...car(0),
    scenario: 'perpendicular',
    driver: 'good',
    seed: 4,
    endedMinutesAgo: 2 * day + 41,
  },
];

function car(index: 0 | 1): { readonly vehicle: string } {
  return { vehicle: vehicles[index].plate };
}

/** Most steps of a drive, 20 ms each: a novice who does not get in gives up. */
const mostSteps = 6_000;
const framesAtATime = 100;

/** Two cars of the company, and drives of the simulated car, frame by frame as its bridge would tell them. */
export async function playParking(stage: Stage): Promise<void> {
  const registering = stage.at('telemetry', stage.minutesAgo(20 * day));
  const founder = stage.viewer(demoPeople[0]?.handle ?? '');
  for (const vehicle of vehicles) {
    const { id } = await registerVehicle(registering, founder, { id: registering.newId(), ...vehicle });
    stage.remember('vehicle', vehicle.plate, id);
  }
  for (const drive of drives) await playDrive(stage, drive);
}

async function playDrive(stage: Stage, drive: DemoDrive): Promise<void> {
  const frames = simulate(drive);
  const end = stage.minutesAgo(drive.endedMinutesAgo);
  const startMs = end.getTime() - (frames.length + 1) * stepMs;
  const starting = stage.at('telemetry', new Date(startMs));
  const driving = stage.at('telemetry', end);
  const viewer = stage.viewer(drive.by);
  const vehicleId = stage.idOf('vehicle', drive.vehicle);
  const { id: sessionId } = await startParking(starting, viewer, { id: starting.newId(), vehicleId });
  for (let first = 0; first < frames.length; first += framesAtATime) {
    const part = frames.slice(first, first + framesAtATime);
    const timed = part.map((frame) => ({ ...frame, sensorAtMs: startMs + frame.sensorAtMs }));
    await ingestSamples(driving, viewer, { sessionId, frames: timed });
  }
  await finishParking(driving, viewer, { sessionId });
}

function simulate({ scenario: name, driver, seed }: DemoDrive): Frame[] {
  const scenario = createScenario(name, seed);
  const random = createRandom(seed).fork('driver');
  const drive = startDrive({
    scenario,
    seed,
    driver: drivers[driver](scenario, random),
    scansInGroups: true,
  });
  const frames: Frame[] = [];
  while (!drive.isOver && frames.length < mostSteps) frames.push(drive.step(null));
  return frames;
}

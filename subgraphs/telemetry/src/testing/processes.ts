import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { createLog } from '@moim/kit/log/create-log.ts';
import { RedisBus } from '@moim/kit/live/redis-bus.ts';
import { RedisLink } from '@moim/kit/redis/redis-link.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { startTestRedis } from '@moim/kit/testing/redis-server.ts';
import { findLiveSession } from '../actions/live-sessions.ts';
import { ingestSamples } from '../actions/ingest-samples.ts';
import { createCoach } from '../domain/coach.ts';
import type { ParkingSession } from '../domain/parking-session.ts';
import type { SampleFrame } from '../domain/sample-frame.ts';
import { standardProfile } from '../domain/standard-profile.ts';
import { framesFrom } from './frames.ts';
import { member, openStage, type Stage } from './stage.ts';

/** Several processes of telemetry over one database and one Redis. */
export interface Processes {
  readonly stage: Stage;
  /** One more, with a connection of its own to Redis. */
  start(): Promise<Services>;
  /** Nothing that it holds in memory reaches anybody any more. */
  kill(services: Services): Promise<void>;
  close(): Promise<void>;
}

export async function openProcesses(): Promise<Processes> {
  const [stage, redis] = await Promise.all([openStage(), startTestRedis()]);
  const log = createLog({ level: 'silent', name: 'telemetry' });
  const links = new Map<Services, RedisLink>();
  return {
    stage,
    start: async () => {
      const link = await RedisLink.open({ url: redis.url, log });
      const services = { ...stage.restart(), bus: new RedisBus({ link, prefix: 'moim', log }) };
      links.set(services, link);
      return services;
    },
    kill: async (services) => {
      await links.get(services)?.close();
      links.delete(services);
    },
    close: async () => {
      await Promise.all([...links.values()].map((link) => link.close()));
      await Promise.all([stage.close(), redis.close()]);
    },
  };
}

/** A running session whose samples any process may take in. */
export class Manoeuvre {
  readonly driver: Viewer;
  readonly session: ParkingSession;
  readonly #stage: Stage;

  constructor(stage: Stage, driver: Viewer, session: ParkingSession) {
    this.#stage = stage;
    this.driver = driver;
    this.session = session;
  }

  static async begin(stage: Stage): Promise<Manoeuvre> {
    const driver = member();
    const session = await stage.park(driver);
    stage.clock.nowMs += 5_000; // all that is measured is measured by then
    return new Manoeuvre(stage, driver, session);
  }

  /** Backs towards something, again and again, from the `first` frame on. */
  backing(first: number, count: number): SampleFrame[] {
    return framesFrom(this.session.startedAt.getTime() + first * 20, count, (index) => ({
      ...{ gear: 'R', speedMps: 1, steeringRad: 0.1 / 3, brake: null },
      distances: { 'rear-mid-left': 130 - (((first + index) * 7) % 110) },
    }));
  }

  ingest(services: Services, frames: readonly SampleFrame[]) {
    return ingestSamples(services, this.driver, { sessionId: this.session.id, frames });
  }

  /** What a process has made of the samples that it knows of; undefined: it knows of no such session. */
  async summaryIn(services: Services) {
    return (await findLiveSession(services, this.session.id))?.coach.summary();
  }

  storedAlerts() {
    return this.#stage.rows(
      `select seq, pattern, sensor_at_ms as "sensorAtMs" from telemetry.parking_alerts
       where session_id = $1 order by seq`,
      [this.session.id],
    );
  }
}

/** What one process that lives would have made of all of them. */
export function heardAlone(frames: readonly SampleFrame[]) {
  const coach = createCoach(standardProfile);
  const alerts = frames.flatMap((frame) => coach.assess(frame).alerts);
  const numbered = alerts.map(({ seq, pattern, sensorAtMs }) => ({ seq, pattern, sensorAtMs }));
  return { alerts: numbered, summary: coach.summary() };
}

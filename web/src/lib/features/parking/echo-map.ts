import type { CarProfile, LiveFrame } from './live-frame.ts';

/** Where something was heard, in the coordinates of the session. */
export interface Echo {
  readonly xM: number;
  readonly yM: number;
}

const mostEchoes = 700;
const farthestCm = 450;
const leastStepM = 0.08;

/** Draws the surroundings from what the side sensors passed: the newest echoes, one a place. */
export class EchoMap {
  readonly #last = new Map<string, Echo>();
  #echoes: Echo[] = [];

  get echoes(): readonly Echo[] {
    return this.#echoes;
  }

  add({ pose, readings }: LiveFrame, { sensors }: CarProfile): void {
    if (!pose) return;
    for (const mount of sensors) {
      const reading = readings.find(({ sensorId }) => sensorId === mount.sensorId);
      if (!reading || reading.isStale || reading.distanceCm === null || reading.distanceCm > farthestCm)
        continue;
      const reachM = reading.distanceCm / 100;
      const x = mount.xM + reachM * Math.cos(mount.bearingRad);
      const y = mount.yM + reachM * Math.sin(mount.bearingRad);
      const cos = Math.cos(pose.headingRad);
      const sin = Math.sin(pose.headingRad);
      this.#put(mount.sensorId, { xM: pose.xM + x * cos - y * sin, yM: pose.yM + x * sin + y * cos });
    }
  }

  #put(sensorId: string, echo: Echo): void {
    const last = this.#last.get(sensorId);
    if (last && Math.hypot(echo.xM - last.xM, echo.yM - last.yM) < leastStepM) return;
    this.#last.set(sensorId, echo);
    this.#echoes.push(echo);
    if (this.#echoes.length > mostEchoes) this.#echoes.shift();
  }
}
